package io.byssus.core.internal.engine;

import io.byssus.api.DataSize;
import io.byssus.api.Execution;
import io.byssus.api.event.Progress;
import io.byssus.core.internal.index.IndexedPack;
import io.byssus.core.internal.look.ChunkUsage;
import io.byssus.core.internal.look.RecordShares;
import io.byssus.core.internal.look.SnapshotTree;
import io.byssus.core.internal.look.Watch;
import io.byssus.core.snapshot.Snapshots;
import io.byssus.core.statistics.SnapshotGrowth;
import io.byssus.core.statistics.Statistics;
import io.byssus.core.statistics.StatisticsReport;
import io.byssus.core.statistics.Usage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Counts what the snapshots of a repository hold and cost. */
public final class StatisticsOperation implements Statistics {
  private final LookEngine<StatisticsReport> engine;
  private @Nullable Snapshots snapshots;

  /** Creates a count of all snapshots. */
  public StatisticsOperation(OpenRepository repository) {
    this.engine = new LookEngine<>(repository, "count");
  }

  @Override
  public Statistics of(Snapshots chosen) {
    this.snapshots = Objects.requireNonNull(chosen, "chosen");
    return this;
  }

  @Override
  public Statistics onProgress(Consumer<? super Progress> listener) {
    engine.onProgress(listener);
    return this;
  }

  @Override
  public StatisticsReport run() {
    return engine.run(this::count);
  }

  @Override
  public Execution<StatisticsReport> start() {
    return engine.start(this::count);
  }

  private StatisticsReport count(OpenTrees open, Watch watch) {
    return new Count(open, watch).report(open.trees(snapshots));
  }

  /** One run. */
  private static final class Count {
    private final OpenTrees open;
    private final Watch watch;
    private final RecordShares shares;

    Count(OpenTrees open, Watch watch) {
      this.open = open;
      this.watch = watch;
      this.shares = new RecordShares(open.index());
    }

    StatisticsReport report(List<SnapshotTree> trees) {
      List<SnapshotTree> inOrder = new ArrayList<>(trees);
      inOrder.sort(Comparator.comparing(tree -> tree.snapshot().time()));
      List<SnapshotGrowth> growth = new ArrayList<>();
      Usage total = usage(inOrder, growth);
      List<IndexedPack> packs = open.index().packs();
      return StatisticsReport.of(total)
          .groups(
              groups(inOrder, tree -> List.of(tree.snapshot().origin()), total),
              groups(inOrder, tree -> tree.snapshot().tags(), total))
          .growth(growth)
          .packs(
              packs.size(), DataSize.ofBytes(packs.stream().mapToLong(IndexedPack::length).sum()))
          .build();
    }

    /** One group after the other, so that there is one set of bits at a time. */
    private SortedMap<String, Usage> groups(
        List<SnapshotTree> trees, Function<SnapshotTree, List<String>> names, Usage all) {
      SortedMap<String, List<SnapshotTree>> members = new TreeMap<>();
      for (SnapshotTree tree : trees) {
        names
            .apply(tree)
            .forEach(name -> members.computeIfAbsent(name, n -> new ArrayList<>()).add(tree));
      }
      SortedMap<String, Usage> usages = new TreeMap<>();
      members.forEach(
          (name, group) ->
              usages.put(name, group.equals(trees) ? all : usage(group, new ArrayList<>())));
      return usages;
    }

    private Usage usage(List<SnapshotTree> trees, List<SnapshotGrowth> growth) {
      ChunkUsage chunks = new ChunkUsage(open.index(), shares, watch);
      Usage.Builder usage = Usage.builder();
      for (SnapshotTree tree : trees) {
        long unique = chunks.unique();
        long stored = chunks.stored();
        chunks.add(tree);
        usage.snapshot(tree.snapshot().files(), tree.snapshot().size());
        growth.add(
            new SnapshotGrowth(
                tree.snapshot(),
                DataSize.ofBytes(chunks.unique() - unique),
                DataSize.ofBytes(chunks.stored() - stored)));
      }
      return usage
          .chunks(DataSize.ofBytes(chunks.unique()), DataSize.ofBytes(chunks.stored()))
          .build();
    }
  }
}
