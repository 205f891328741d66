package io.byssus.core.internal.engine;

import io.byssus.api.DataSize;
import io.byssus.api.source.EntryKind;
import io.byssus.core.find.Find;
import io.byssus.core.find.FindHit;
import io.byssus.core.internal.file.Case;
import io.byssus.core.internal.file.PathPattern;
import io.byssus.core.internal.look.SearchCriteria;
import io.byssus.core.internal.look.TreeSearch;
import io.byssus.core.snapshot.Snapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Searches the snapshots of a repository. */
public final class FindOperation implements Find {
  private final OpenRepository repository;
  private final SearchCriteria criteria = new SearchCriteria();
  private @Nullable Snapshots snapshots;

  /** Creates a search for everything in all snapshots. */
  public FindOperation(OpenRepository repository) {
    this.repository = repository;
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
  public void forEach(Consumer<? super FindHit> visitor) {
    try (OpenTrees open = new OpenTrees(repository)) {
      new TreeSearch(open.trees(), criteria, visitor).run(open.trees(snapshots));
    }
  }

  @Override
  public List<FindHit> list() {
    List<FindHit> hits = new ArrayList<>();
    forEach(hits::add);
    return hits;
  }
}
