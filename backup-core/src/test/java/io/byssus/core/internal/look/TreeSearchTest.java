package io.byssus.core.internal.look;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ChunkId;
import io.byssus.api.OperationCancelledException;
import io.byssus.core.find.FindHit;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.execution.ProgressMeter;
import io.byssus.core.internal.file.PathPattern;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeSearchTest {
  private final CountedTrees trees = new CountedTrees();
  private final SearchCriteria criteria = new SearchCriteria();

  @Test
  void readsWhatSnapshotsShareOnce() {
    ChunkId shared = trees.directory(CountedTrees.file("a", "same"));
    List<SnapshotTree> snapshots = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      snapshots.add(
          trees.snapshot(
              i,
              trees.directory(
                  CountedTrees.directory("shared", shared),
                  CountedTrees.file("own", "content " + i))));
    }
    criteria.name(PathPattern.parse("a"));

    List<FindHit> hits = search(snapshots);

    assertThat(trees.reads()).isEqualTo(101);
    assertThat(hits).hasSize(1);
    assertThat(hits.get(0).entry().path()).hasToString("/shared/a");
    assertThat(hits.get(0).snapshots()).hasSize(100);
  }

  @Test
  void tellsAVersionOnceAlsoWhereItsDirectoryHasChangedSince() {
    ChunkId before = trees.directory(CountedTrees.file("a", "same"));
    ChunkId after = trees.directory(CountedTrees.file("a", "same"), CountedTrees.file("b", "new"));
    criteria.name(PathPattern.parse("a"));

    assertThat(search(List.of(trees.snapshot(1, before), trees.snapshot(2, after))))
        .singleElement()
        .satisfies(hit -> assertThat(hit.snapshots()).hasSize(2));
  }

  @Test
  void tellsVersionsWithOtherContentApart() {
    ChunkId before = trees.directory(CountedTrees.file("a", "old"));
    ChunkId after = trees.directory(CountedTrees.file("a", "new"));

    List<FindHit> hits = search(List.of(trees.snapshot(1, before), trees.snapshot(2, after)));

    assertThat(hits).hasSize(2).allSatisfy(hit -> assertThat(hit.snapshots()).hasSize(1));
  }

  @Test
  void findsUnderANameThatWasADirectoryAndIsAFileNow() {
    ChunkId inner = trees.directory(CountedTrees.file("inner", "x"));
    ChunkId before = trees.directory(CountedTrees.directory("x", inner));
    ChunkId after = trees.directory(CountedTrees.file("x", "file"));

    assertThat(search(List.of(trees.snapshot(1, before), trees.snapshot(2, after))))
        .extracting(hit -> hit.entry().path() + " " + hit.entry().metadata().kind())
        .containsExactly("/x DIRECTORY", "/x FILE", "/x/inner FILE");
  }

  @Test
  void readsNoDirectoryInWhichNothingCanMatch() {
    ChunkId inner = trees.directory(CountedTrees.file("a", "x"));
    ChunkId top =
        trees.directory(
            CountedTrees.directory("other", inner), CountedTrees.directory("wanted", inner));
    criteria.name(PathPattern.parse("/wanted/a"));

    assertThat(search(List.of(trees.snapshot(1, top)))).hasSize(1);
    assertThat(trees.reads()).isEqualTo(2);
  }

  @Test
  void findsWhatHoldsAChunk() {
    ChunkId chunk = new ChunkId(0xabcdef01_23456789L, 1, 2, 3);
    ChunkId inner = trees.directory(trees.chunked("holds it", chunk), CountedTrees.file("x", "x"));
    ChunkId top = trees.directory(CountedTrees.directory("sub", inner));
    criteria.content("ABCDEF0123");

    assertThat(search(List.of(trees.snapshot(1, top))))
        .extracting(hit -> hit.entry().path().toString())
        .containsExactly("/sub/holds it");
    criteria.content(inner.toString());
    assertThat(search(List.of(trees.snapshot(1, top))))
        .extracting(hit -> hit.entry().path().toString())
        .containsExactly("/sub");
  }

  @Test
  void readsNothingMoreWhenItIsCancelled() {
    ChunkId tree = trees.directory(CountedTrees.file("a", ""));
    Cancellation cancellation = new Cancellation("search");
    cancellation.request();
    Watch cancelled = new Watch(new ProgressMeter(), cancellation);

    assertThatThrownBy(
            () ->
                new TreeSearch(criteria, hit -> {}, cancelled)
                    .run(List.of(trees.snapshot(1, tree))))
        .isInstanceOf(OperationCancelledException.class);
  }

  private List<FindHit> search(List<SnapshotTree> snapshots) {
    List<FindHit> hits = new ArrayList<>();
    new TreeSearch(criteria, hits::add, Watch.idle()).run(snapshots);
    return hits;
  }
}
