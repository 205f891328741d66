package io.byssus.core.internal.engine;

import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.look.SnapshotTree;
import io.byssus.core.internal.pack.ChunkReader;
import io.byssus.core.internal.tree.TreeReader;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.snapshot.Snapshots;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The trees of all snapshots as the log is now, to be read by one thread. */
final class OpenTrees implements AutoCloseable {
  private final OpenRepository repository;
  private final LogState state;
  private final ChunkIndex index;
  private final Map<Long, Opened> domains = new HashMap<>();

  private record Opened(ChunkIndex index, ChunkReader reader, TreeReader trees) {}

  OpenTrees(OpenRepository repository) {
    this.repository = repository;
    this.state = repository.state();
    this.index = repository.wideIndex(state);
  }

  /** Returns the index of all domains. */
  ChunkIndex index() {
    return index;
  }

  private Opened in(long domain) {
    return domains.computeIfAbsent(
        domain,
        d -> {
          ChunkReader reader = repository.chunks(state, index.in(d)).reader();
          return new Opened(index.in(d), reader, new TreeReader(reader::readCopy));
        });
  }

  /** Returns a snapshot's tree. */
  SnapshotTree tree(Snapshot snapshot) {
    Manifest manifest = repository.manifest(state, snapshot.id());
    Opened opened = in(repository.domainOf(state, snapshot.id()));
    return new SnapshotTree(snapshot, manifest.tree(), opened.trees(), opened.index());
  }

  /** Returns the trees of some snapshots; {@code null} is all. */
  List<SnapshotTree> trees(@Nullable Snapshots snapshots) {
    Snapshots chosen = snapshots == null ? repository.snapshots(state) : snapshots;
    return chosen.list().stream().map(this::tree).toList();
  }

  @Override
  public void close() {
    domains.values().forEach(opened -> opened.reader().close());
  }
}
