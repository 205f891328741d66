package io.byssus.core.internal.look;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.ChunkId;
import io.byssus.api.source.EntryPath;
import io.byssus.core.diff.Difference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeComparisonTest {
  private final CountedTrees trees = new CountedTrees();

  @Test
  void readsNothingBelowEqualTrees() {
    ChunkId equal = trees.directory(CountedTrees.file("a", "same"));
    ChunkId before =
        trees.directory(CountedTrees.directory("equal", equal), CountedTrees.file("f", "old"));
    ChunkId after =
        trees.directory(CountedTrees.directory("equal", equal), CountedTrees.file("f", "new"));

    assertThat(compare(before, after)).containsExactly("MODIFIED /f [CONTENT]");
    assertThat(trees.reads()).isEqualTo(2);
    assertThat(compare(after, after)).isEmpty();
    assertThat(trees.reads()).isZero();
  }

  @Test
  void tellsAllThatIsBelowWhatCameAndWent() {
    ChunkId inner = trees.directory(CountedTrees.file("x", ""), CountedTrees.file("y", ""));
    ChunkId before = trees.directory(CountedTrees.directory("gone", inner));
    ChunkId after = trees.directory(CountedTrees.directory("new", inner));

    assertThat(compare(before, after))
        .containsExactly(
            "REMOVED /gone",
            "REMOVED /gone/x",
            "REMOVED /gone/y",
            "ADDED /new",
            "ADDED /new/x",
            "ADDED /new/y");
  }

  @Test
  void tellsOfADirectoryThatBecameAFileAndOfWhatWasBelowIt() {
    ChunkId inner = trees.directory(CountedTrees.file("x", ""));
    ChunkId before = trees.directory(CountedTrees.directory("d", inner));
    ChunkId after = trees.directory(CountedTrees.file("d", "file"));

    assertThat(compare(before, after)).containsExactly("MODIFIED /d [KIND]", "REMOVED /d/x");
    assertThat(compare(after, before)).containsExactly("MODIFIED /d [KIND]", "ADDED /d/x");
  }

  private List<String> compare(ChunkId before, ChunkId after) {
    List<Difference> found = new ArrayList<>();
    new TreeComparison(trees.reader(), found::add, Watch.idle())
        .directories(EntryPath.root(), before, after);
    return found.stream().map(Difference::toString).toList();
  }
}
