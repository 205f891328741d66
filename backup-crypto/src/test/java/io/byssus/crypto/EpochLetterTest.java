package io.byssus.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.WrongKeyException;
import io.byssus.api.key.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EpochLetterTest {
  /** A holder with a key file, and what opens it. */
  private record Holder(NewKeyFile file, Secret key) {
    static Holder of(RepositoryKeys keys) {
      Secret key = RecoveryCode.parse(RecoveryCode.generate());
      return new Holder(KeyFile.sealedForRecovery(keys, key), key);
    }

    String id() {
      return KeyFile.id(file.bytes());
    }

    RepositoryKeys open() {
      return KeyFile.parse(file.bytes()).unlockWithRecoveryKey(key);
    }
  }

  private final RepositoryKeys keys = RepositoryKeys.generate();
  private final Holder stays = Holder.of(keys);
  private final Holder leaves = Holder.of(keys);
  private final RepositoryKeys staying = stays.open();
  private final RepositoryKeys leaving = leaves.open();

  @AfterEach
  void close() {
    keys.close();
    staying.close();
    leaving.close();
  }

  private EpochLetter letter() {
    try (NextEpoch next = staying.nextEpoch()) {
      return next.letter(17, Map.of(stays.id(), stays.file().publicKey()));
    }
  }

  @Test
  void givesItsRecipientsTheNextEpochAndNobodyElse() {
    EpochLetter letter = EpochLetter.decode(letter().encode());
    assertThat(letter.epoch()).isEqualTo(2);
    assertThat(letter.entry()).isEqualTo(17);
    assertThat(letter.recipients()).containsExactly(stays.id());

    staying.admit(letter);
    assertThat(staying.epoch()).isEqualTo(2);
    assertThatThrownBy(() -> leaving.admit(letter))
        .isInstanceOf(WrongKeyException.class)
        .hasMessageContaining("epoch 2 since log entry 17")
        .hasMessageContaining(leaves.id().substring(0, 8));
    assertThat(leaving.epoch()).isEqualTo(1);
  }

  @Test
  void whatTheNewEpochSealsOpensForItsHoldersAlone() {
    byte[] before = sealed(staying, ContainerKind.LOG_ENTRY);
    staying.admit(letter());
    for (ContainerKind kind :
        List.of(ContainerKind.LOG_ENTRY, ContainerKind.CHECKPOINT, ContainerKind.INDEX)) {
      byte[] after = sealed(staying, kind);
      assertThat(Containers.open(staying, kind, after).records()).hasSize(1);
      assertThatThrownBy(() -> Containers.open(leaving, kind, after))
          .isInstanceOf(WrongKeyException.class)
          .hasMessageContaining("epoch 2");
    }
    byte[] pack;
    try (WriterRun run = staying.startRun(Suite.AES_256_GCM)) {
      pack =
          Containers.seal(run.seal(ContainerKind.DATA_PACK, new byte[500]), List.of(new byte[4]));
    }
    assertThat(Containers.open(staying, ContainerKind.DATA_PACK, pack).records()).hasSize(1);
    assertThatThrownBy(() -> Containers.open(leaving, ContainerKind.DATA_PACK, pack))
        .isInstanceOf(WrongKeyException.class);
    assertThat(Containers.open(staying, ContainerKind.LOG_ENTRY, before).records()).hasSize(1);
    assertThat(staying.rootPublicKey()).isNotEqualTo(leaving.rootPublicKey());
    assertThat(staying.rootPublicKey(1)).isEqualTo(leaving.rootPublicKey());
    assertThat(staying.authorPublicKey()).isNotEqualTo(leaving.authorPublicKey());
  }

  private static byte[] sealed(RepositoryKeys keys, ContainerKind kind) {
    return Containers.seal(keys.seal(kind, Suite.AES_256_GCM, new byte[500]), List.of(new byte[4]));
  }

  @Test
  void aKeyFileThatIsMadeLaterHasAllEpochs() {
    staying.admit(letter());
    Holder joins = Holder.of(staying);
    try (RepositoryKeys joined = joins.open()) {
      assertThat(joined.epoch()).isEqualTo(2);
      assertThat(joined.rootPublicKey(1)).isEqualTo(leaving.rootPublicKey());
    }
  }

  @Test
  void everyChangedBitIsFound() {
    byte[] encoded = letter().encode();
    for (int bit = 0; bit < 8 * encoded.length; bit++) {
      byte[] changed = encoded.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        EpochLetter letter = EpochLetter.decode(changed);
        if (letter.epoch() == 2 && letter.entry() == 17) { // which the signature covers
          assertThatThrownBy(() -> staying.admit(letter))
              .as("byte %d, bit %d", bit / 8, bit % 8)
              .isInstanceOf(ByssusException.class);
        }
      } catch (DamagedRepositoryException e) {
        // no letter any more
      }
    }
    assertThat(staying.epoch()).isEqualTo(1);
  }

  @Test
  void anEpochThatIsKnownOrTooFarAheadChangesNothing() {
    EpochLetter first = letter();
    EpochLetter other = letter();
    staying.admit(first);
    byte[] root = staying.rootPublicKey();
    staying.admit(other);
    assertThat(staying.rootPublicKey()).isEqualTo(root);
    EpochLetter third = letter();
    try (RepositoryKeys fresh = stays.open()) {
      fresh.admit(third);
      assertThat(fresh.epoch()).isEqualTo(1);
    }
  }
}
