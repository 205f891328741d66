package io.byssus.core.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.ChunkId;
import io.byssus.testkit.store.StoreProbe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClaimedChunksTest {
  private static final int THREADS = 64;
  private static final int CHUNKS = 20_000;

  @Test
  void whoeverClaimsAChunkFirstIsTheOnlyOne() {
    ClaimedChunks claimed = new ClaimedChunks();
    ChunkId id = new ChunkId(1, 2, 3, 4);
    assertThat(claimed.claim(id)).isTrue();
    assertThat(claimed.claim(id)).isFalse();
    assertThat(claimed.claim(new ChunkId(1, 3, 3, 4))).isTrue();
    assertThat(claimed.claim(new ChunkId(2, 2, 3, 4))).isTrue();
  }

  @Test
  void theIdOfZerosIsClaimedOnceLikeAnyOther() {
    ClaimedChunks claimed = new ClaimedChunks();
    assertThat(claimed.claim(new ChunkId(0, 0, 0, 0))).isTrue();
    assertThat(claimed.claim(new ChunkId(0, 0, 0, 0))).isFalse();
    assertThat(claimed.claim(new ChunkId(0, 0, 0, 1))).as("another table").isTrue();
  }

  @Test
  void idsThatCompeteForOneSlotAreKeptApart() {
    ClaimedChunks claimed = new ClaimedChunks();
    for (int round = 0; round < 2; round++) {
      for (long i = 1; i <= 3_000; i++) {
        // The lower half of the first word is the same, and so is the table.
        ChunkId id = new ChunkId(i << 32 | 77, i % 3, 0, 5);
        assertThat(claimed.claim(id)).isEqualTo(round == 0);
      }
    }
  }

  @Test
  void ofManyThreadsThatClaimTheSameChunksOneGetsEach() throws Exception {
    IndexSample sample = new IndexSample(64);
    List<ChunkId> ids = new ArrayList<>();
    for (int i = 0; i < CHUNKS; i++) {
      ids.add(sample.id());
    }
    ClaimedChunks claimed = new ClaimedChunks();
    List<List<ChunkId>> won =
        StoreProbe.atOnce(
            THREADS,
            thread ->
                () -> {
                  List<ChunkId> order = new ArrayList<>(ids);
                  Collections.shuffle(order, new Random(thread));
                  List<ChunkId> mine = new ArrayList<>();
                  for (ChunkId id : order) {
                    if (claimed.claim(id)) {
                      mine.add(id);
                    }
                  }
                  return mine;
                });
    Set<ChunkId> all = new HashSet<>();
    won.forEach(all::addAll);
    assertThat(won.stream().mapToInt(List::size).sum()).isEqualTo(CHUNKS);
    assertThat(all).hasSize(CHUNKS).containsAll(ids);
  }
}
