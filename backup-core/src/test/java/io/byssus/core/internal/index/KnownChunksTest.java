package io.byssus.core.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.ChunkId;
import io.byssus.testkit.store.StoreProbe;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownChunksTest {
  private final IndexSample sample = new IndexSample(1);
  private final PackContents first = sample.pack(PackKind.DATA, 1);
  private final ChunkId inFirst = sample.locations().keySet().iterator().next();
  private final PackContents second = sample.pack(PackKind.TREE, 20);
  private final ChunkIndex index = index();

  private ChunkIndex index() {
    IndexSegmentWriter writer = new IndexSegmentWriter();
    writer.add(first);
    writer.add(second);
    return new ChunkIndex.Builder().add("segment", writer.payload()).build();
  }

  @Test
  void whatTheRepositoryHasIsReliedOnAndNotClaimed() {
    KnownChunks known = new KnownChunks(index);
    assertThat(known.packsReliedOn()).isEmpty();
    assertThat(known.claim(inFirst)).isFalse();
    assertThat(known.claim(inFirst)).isFalse();
    assertThat(known.packsReliedOn()).extracting(IndexedPack::name).containsExactly(first.name());
  }

  @Test
  void whatNobodyHasIsClaimedOnceAndReliesOnNoPack() {
    KnownChunks known = new KnownChunks(index);
    ChunkId fresh = sample.id();
    assertThat(known.relyOn(fresh)).isFalse();
    assertThat(known.claim(fresh)).isTrue();
    assertThat(known.claim(fresh)).isFalse();
    assertThat(known.relyOn(fresh)).as("the run's own, not the repository's").isFalse();
    assertThat(known.packsReliedOn()).isEmpty();
  }

  @Test
  void relyingByManyThreadsNotesEveryPack() throws Exception {
    KnownChunks known = new KnownChunks(index);
    List<ChunkId> ids = new ArrayList<>(sample.locations().keySet());
    StoreProbe.atOnce(
        8,
        thread ->
            () -> {
              for (int i = thread; i < ids.size(); i += 8) {
                assertThat(known.relyOn(ids.get(i))).isTrue();
              }
              return thread;
            });
    assertThat(known.packsReliedOn())
        .extracting(IndexedPack::name)
        .containsExactly(first.name(), second.name());
  }

  @Test
  void inAnEmptyRepositoryEverythingIsToBeStored() {
    KnownChunks known = new KnownChunks(ChunkIndex.EMPTY);
    assertThat(known.claim(inFirst)).isTrue();
    assertThat(known.packsReliedOn()).isEmpty();
  }
}
