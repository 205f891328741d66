package io.byssus.core.internal.engine;

import io.byssus.api.DataSize;
import io.byssus.api.Execution;
import io.byssus.api.event.Progress;
import io.byssus.api.source.EntryKind;
import io.byssus.core.find.Find;
import io.byssus.core.find.FindHit;
import io.byssus.core.internal.file.Case;
import io.byssus.core.internal.file.PathPattern;
import io.byssus.core.internal.look.SearchCriteria;
import io.byssus.core.internal.look.TreeSearch;
import io.byssus.core.internal.look.Watch;
import io.byssus.core.snapshot.Snapshots;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Searches the snapshots of a repository. */
public final class FindOperation implements Find {
  private final LookEngine<Long> engine;
  private final SearchCriteria criteria = new SearchCriteria();
  private @Nullable Snapshots snapshots;
  private Consumer<? super FindHit> visitor = hit -> {};

  /** Creates a search for everything in all snapshots. */
  public FindOperation(OpenRepository repository) {
    this.engine = new LookEngine<>(repository, "search");
  }

  @Override
  public Find named(String pattern) {
    criteria.name(PathPattern.parse(pattern));
    return this;
  }

  @Override
  public Find namedIgnoringCase(String pattern) {
    criteria.name(PathPattern.parse(pattern, Case.IGNORED));
    return this;
  }

  @Override
  public Find kind(EntryKind kind) {
    criteria.kind(kind);
    return this;
  }

  @Override
  public Find atLeast(DataSize size) {
    criteria.atLeast(size.bytes());
    return this;
  }

  @Override
  public Find atMost(DataSize size) {
    criteria.atMost(size.bytes());
    return this;
  }

  @Override
  public Find modifiedFrom(Instant time) {
    criteria.modifiedFrom(Objects.requireNonNull(time, "time"));
    return this;
  }

  @Override
  public Find modifiedUntil(Instant time) {
    criteria.modifiedUntil(Objects.requireNonNull(time, "time"));
    return this;
  }

  @Override
  public Find content(String digits) {
    criteria.content(digits);
    return this;
  }

  @Override
  public Find in(Snapshots chosen) {
    this.snapshots = Objects.requireNonNull(chosen, "chosen");
    return this;
  }

  @Override
  public Find onHit(Consumer<? super FindHit> visitor) {
    this.visitor = Objects.requireNonNull(visitor, "visitor");
    return this;
  }

  @Override
  public Find onProgress(Consumer<? super Progress> listener) {
    engine.onProgress(listener);
    return this;
  }

  @Override
  public long run() {
    return engine.run(this::search);
  }

  @Override
  public Execution<Long> start() {
    return engine.start(this::search);
  }

  private long search(OpenTrees open, Watch watch) {
    long[] found = {0};
    Consumer<FindHit> counting =
        hit -> {
          found[0]++;
          visitor.accept(hit);
        };
    new TreeSearch(criteria, counting, watch).run(open.trees(snapshots));
    return found[0];
  }
}
