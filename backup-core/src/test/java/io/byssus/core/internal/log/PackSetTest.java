package io.byssus.core.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.store.BlobKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PackSetTest {
  private final SplittableRandom random = new SplittableRandom(11);

  /** Few runs and few hashes, so that sets meet. */
  private List<BlobKey> some(int count) {
    List<BlobKey> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] run = new byte[16];
      run[15] = (byte) random.nextInt(5);
      run[0] = (byte) (random.nextInt(2) * 0x80);
      byte[] hash = new byte[32];
      hash[0] = (byte) random.nextInt(40);
      HexFormat hex = HexFormat.of();
      names.add(BlobKey.of("packs/" + hex.formatHex(run) + "/" + hex.formatHex(hash)));
    }
    return names;
  }

  @Test
  void itIsASetOfItsNamesInTheirOrder() {
    for (int round = 0; round < 50; round++) {
      Set<BlobKey> one = new HashSet<>(some(random.nextInt(200)));
      Set<BlobKey> two = new HashSet<>(some(random.nextInt(200)));
      PackSet first = PackSet.of(one);
      PackSet second = PackSet.of(two);
      assertThat(first.size()).isEqualTo(one.size());
      assertThat(first.stream().map(BlobKey::toString).toList())
          .isEqualTo(
              List.copyOf(
                  one.stream()
                      .map(BlobKey::toString)
                      .collect(Collectors.toCollection(TreeSet::new))));
      two.forEach(name -> assertThat(first.contains(name)).isEqualTo(one.contains(name)));
      Set<BlobKey> both = new HashSet<>(one);
      both.retainAll(two);
      assertThat(first.intersect(second)).isEqualTo(PackSet.of(both));
      Set<BlobKey> rest = new HashSet<>(one);
      rest.removeAll(two);
      assertThat(first.minus(second)).isEqualTo(PackSet.of(rest));
      assertThat(first.minus(first)).isEqualTo(PackSet.EMPTY);
    }
  }

  @Test
  void runByRunItIsBuiltAgain() {
    PackSet set = PackSet.of(some(150));
    PackSet.Builder builder = new PackSet.Builder();
    Set<String> runs = new HashSet<>();
    for (PackSet.OfRun run : set.runs()) {
      assertThat(runs.add(HexFormat.of().formatHex(run.run()))).isTrue();
      assertThat(builder.add(run.run(), run.hashes())).isTrue();
    }
    assertThat(builder.build()).isEqualTo(set).hasSameHashCodeAs(set);
    assertThat(PackSet.EMPTY.runs()).isEmpty();
  }

  @Test
  void aBuilderRefusesWhatIsNotInOrder() {
    byte[] low = new byte[16];
    byte[] high = new byte[16];
    high[0] = (byte) 0x80; // greater, as bytes have no sign here
    byte[] hashes = new byte[64];
    hashes[32] = (byte) 0xff;
    assertThat(new PackSet.Builder().add(low, hashes)).isTrue();
    hashes[0] = (byte) 0xff;
    assertThat(new PackSet.Builder().add(low, hashes)).as("twice").isFalse();
    hashes[32] = 0;
    assertThat(new PackSet.Builder().add(low, hashes)).as("descending").isFalse();
    assertThat(new PackSet.Builder().add(low, new byte[0])).isFalse();
    assertThat(new PackSet.Builder().add(low, new byte[31])).isFalse();
    assertThat(new PackSet.Builder().add(new byte[15], new byte[32])).isFalse();
    PackSet.Builder builder = new PackSet.Builder();
    assertThat(builder.add(low, new byte[32])).isTrue();
    assertThat(builder.add(high, new byte[32])).isTrue();
    assertThat(builder.add(high, new byte[32])).as("the same run again").isFalse();
  }
}
