package io.byssus.core.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.DamagedRepositoryException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentMergeTest {
  private final IndexSample sample = new IndexSample(1);

  @Test
  void aMergedSegmentSaysOfEachPackWhatTheOthersSaid() {
    SegmentMerge merge = new SegmentMerge();
    merge.add(sample.segment(3, 4), pack -> true);
    merge.add(sample.segment(2, 5), pack -> true);

    ChunkIndex index = new ChunkIndex.Builder().add("merged", merge.payload()).build();

    assertThat(merge.count()).isEqualTo(5);
    assertThat(index.packs()).hasSize(5);
    sample.locations().forEach((id, place) -> assertThat(index.locate(id)).isEqualTo(place));
  }

  @Test
  void whatIsNotWantedIsLeftOutAndWhatIsThereTwiceIsTakenOnce() {
    byte[] segment = sample.segment(3, 4);
    List<IndexedPack> packs = new ChunkIndex.Builder().add("s", segment).build().packs();
    PackName unwanted = packs.get(1).name();
    SegmentMerge merge = new SegmentMerge();
    merge.add(segment, pack -> !pack.equals(unwanted));
    merge.add(segment, pack -> !pack.equals(unwanted));

    ChunkIndex index = new ChunkIndex.Builder().add("merged", merge.payload()).build();

    assertThat(index.packs())
        .extracting(IndexedPack::name)
        .containsExactly(packs.get(0).name(), packs.get(2).name());
    assertThat(SegmentMerge.lists(segment, unwanted::equals)).isTrue();
    assertThat(SegmentMerge.lists(merge.payload(), unwanted::equals)).isFalse();
  }

  @Test
  void aSegmentThatWasCutOffIsDamaged() {
    byte[] segment = sample.segment(2, 3);
    byte[] cut = Arrays.copyOf(segment, segment.length - 1);
    assertThatThrownBy(() -> new SegmentMerge().add(cut, pack -> true))
        .isInstanceOf(DamagedRepositoryException.class);
  }
}
