package io.byssus.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.WrongKeyException;
import io.byssus.crypto.cbor.CborReader;
import io.byssus.crypto.cbor.CborWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RepositoryKeysTest {
  private final KeySecrets secrets = KeySecrets.generate();
  private final RepositoryKeys keys = new RepositoryKeys(secrets, null, null);

  @Test
  void chunkIdsNamesAndGearTableAreAsSpecified() {
    byte[] content = "content".getBytes(UTF_8);
    byte[] padded = "xcontentx".getBytes(UTF_8);
    byte[] id = Jce.hmac(secrets.of(SecretField.IDS_KEY)).doFinal(content);
    ChunkHasher hasher = keys.chunkHasher();
    assertThat(hasher.hash(padded, 1, content.length).bytes()).isEqualTo(id);
    assertThat(hasher.hash(content, 0, content.length).bytes()).isEqualTo(id);
    byte[] name = Jce.hmac(secrets.of(SecretField.NAMES_KEY)).doFinal(content);
    assertThat(keys.nameHasher().hash(content)).isEqualTo(ByteBuffer.wrap(name).getLong());
    byte[] gear =
        Hkdf.expand(secrets.of(SecretField.GEAR_KEY), "byssus gear 1".getBytes(UTF_8), 2048);
    long[] table = keys.gearTable();
    assertThat(table).hasSize(256);
    assertThat(table[0]).isEqualTo(ByteBuffer.wrap(gear).getLong());
    assertThat(table[255]).isEqualTo(ByteBuffer.wrap(gear).getLong(2040));
    assertThat(LongStream.of(table).distinct().count()).isEqualTo(256);
  }

  @Test
  void twoRepositoriesShareNothing() {
    byte[] content = {1, 2, 3};
    try (RepositoryKeys others = RepositoryKeys.generate()) {
      assertThat(others.repositoryId()).hasSize(16).isNotEqualTo(keys.repositoryId());
      assertThat(others.chunkHasher().hash(content, 0, 3))
          .isNotEqualTo(keys.chunkHasher().hash(content, 0, 3));
      assertThat(others.gearTable()).isNotEqualTo(keys.gearTable());
      assertThat(others.nameHasher().hash(content)).isNotEqualTo(keys.nameHasher().hash(content));
    }
    assertThat(keys.domain()).isEqualTo(1);
    assertThat(keys.epoch()).isEqualTo(1);
  }

  @Test
  void signaturesAreThoseOfTheNamedKey() {
    byte[] statement = "statement".getBytes(UTF_8);
    byte[] root = keys.signAsRoot(statement);
    byte[] author = keys.signAsAuthor(statement);
    assertThat(RepositoryKeys.verify(keys.rootPublicKey(), statement, root)).isTrue();
    assertThat(RepositoryKeys.verify(keys.authorPublicKey(), statement, author)).isTrue();
    assertThat(RepositoryKeys.verify(keys.rootPublicKey(), statement, author)).isFalse();
    assertThat(RepositoryKeys.verify(keys.authorPublicKey(), new byte[9], author)).isFalse();
  }

  @Test
  void closingWipesEverySecret() {
    WriterRun run = keys.startRun(Suite.AES_256_GCM);
    byte[] pack = Containers.seal(run.seal(ContainerKind.DATA_PACK, new byte[500]), List.of());
    ContainerOpener opener = keys.open(ContainerKind.DATA_PACK, pack, 0, pack.length);
    keys.close();
    keys.close();
    for (SecretField field : EnumSet.complementOf(EnumSet.of(SecretField.HOST_SEED))) {
      boolean ofEpoch = SecretField.find(field.key(), SecretField.Scope.EPOCH).isPresent();
      byte[] bytes = ofEpoch ? secrets.newest().of(field) : secrets.of(field);
      assertThat(bytes).as(field.name()).containsOnly(0);
    }
    assertThat(secrets.newest().content().privateKey()).containsOnly(0);
    assertThatIllegalStateException().isThrownBy(keys::chunkHasher);
    assertThatIllegalStateException().isThrownBy(keys::repositoryId);
    assertThatIllegalStateException().isThrownBy(() -> keys.startRun(Suite.AES_256_GCM));
    assertThatIllegalStateException()
        .isThrownBy(() -> keys.open(ContainerKind.DATA_PACK, pack, 0, pack.length));
    assertThatIllegalStateException()
        .isThrownBy(() -> keys.seal(ContainerKind.INDEX, Suite.AES_256_GCM, new byte[500]));
    assertThat(opener.readAll(new Aead(), pack, 0, pack.length).records()).isEmpty();
    run.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> run.seal(ContainerKind.DATA_PACK, new byte[500]));
  }

  @Test
  void aWipedKeyGivesNothing() {
    WipeableKey key = new WipeableKey("AES", new byte[] {1, 2, 3}, 0, 3);
    key.destroy();
    assertThat(key.isDestroyed()).isTrue();
    assertThatIllegalStateException().isThrownBy(key::getEncoded);
  }

  @Test
  void nothingPrintsASecret() {
    assertThat(keys.toString()).isEqualTo("RepositoryKeys[…]");
    WriterRun run = keys.startRun(Suite.AES_256_GCM);
    assertThat(run.toString()).isEqualTo("run " + HexFormat.of().formatHex(run.id()));
    assertThat(new WipeableKey("AES", new byte[32], 0, 32)).hasToString("WipeableKey[…]");
  }

  @Test
  void contentIsSealedByARunAndTheRestByTheKeys() {
    WriterRun run = keys.startRun(Suite.AES_256_GCM);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run.seal(ContainerKind.INDEX, new byte[500]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keys.seal(ContainerKind.SNAPSHOT, Suite.AES_256_GCM, new byte[500]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keys.seal(ContainerKind.KEY, Suite.AES_256_GCM, new byte[500]));
    assertThat(run.name()).hasSize(32).isNotEqualTo(keys.startRun(Suite.AES_256_GCM).name());
  }

  /** The secrets of a holder that has neither the root's seed nor the content's private key. */
  private KeySecrets writerOnly() {
    CborReader reader = new CborReader(secrets.encode());
    CborWriter writer = new CborWriter();
    int count = reader.readMap();
    writer.writeMap(count);
    for (int i = 0; i < count; i++) {
      long key = reader.readUnsigned();
      writer.writeUnsigned(key);
      if (key == 1) {
        writer.writeUnsigned(reader.readUnsigned());
      } else if (key == 2) {
        writer.writeArray(reader.readArray());
        withoutPrivateKeys(reader, writer);
      } else {
        writer.writeBytes(reader.readBytes());
      }
    }
    return KeySecrets.decode(writer.toByteArray());
  }

  private static void withoutPrivateKeys(CborReader reader, CborWriter writer) {
    int count = reader.readMap();
    writer.writeMap(count - 2);
    for (int i = 0; i < count; i++) {
      long key = reader.readUnsigned();
      if (key == SecretField.ROOT_SEED.key() || key == 14) {
        reader.skip();
      } else if (key == 1) {
        writer.writeUnsigned(key).writeUnsigned(reader.readUnsigned());
      } else {
        writer.writeUnsigned(key).writeBytes(reader.readBytes());
      }
    }
  }

  @Test
  void whoOnlyWritesSealsContentThatOnlyOthersRead() {
    RepositoryKeys writer = new RepositoryKeys(writerOnly(), null, null);
    byte[] pack =
        Containers.seal(
            writer.startRun(Suite.AES_256_GCM).seal(ContainerKind.DATA_PACK, new byte[500]),
            List.of(new byte[4]));
    assertThatThrownBy(() -> Containers.open(writer, ContainerKind.DATA_PACK, pack))
        .isInstanceOf(WrongKeyException.class);
    assertThatThrownBy(() -> writer.signAsRoot(new byte[1])).isInstanceOf(WrongKeyException.class);
    assertThat(Containers.open(keys, ContainerKind.DATA_PACK, pack).records()).hasSize(1);
  }

  @Test
  void secretsThatAreIncompleteOrUnknownAreRefused() {
    CborWriter incomplete = new CborWriter().writeMap(1).writeUnsigned(1).writeUnsigned(1);
    assertThatThrownBy(() -> KeySecrets.decode(incomplete.toByteArray()))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("REPOSITORY_ID");
    CborWriter unknown = new CborWriter().writeMap(1).writeUnsigned(99).writeNull();
    assertThatThrownBy(() -> KeySecrets.decode(unknown.toByteArray()))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining("99");
    byte[] encoded = secrets.encode();
    for (int length = 0; length < encoded.length; length++) {
      byte[] cut = Arrays.copyOf(encoded, length);
      assertThatThrownBy(() -> KeySecrets.decode(cut))
          .isInstanceOf(DamagedRepositoryException.class);
    }
  }

  @Test
  void agreementsAreRememberedWithinABound() {
    AgreementCache cache = new AgreementCache();
    byte[] secret = {1, 2, 3};
    for (int i = 0; i < 2 * AgreementCache.CAPACITY; i++) {
      cache.keep(1, ByteBuffer.allocate(32).putInt(i).array(), secret);
      assertThat(cache.find(1, new byte[32])).as("the one that is used stays").isEqualTo(secret);
    }
    assertThat(cache.size()).isEqualTo(AgreementCache.CAPACITY);
    assertThat(cache.find(2, new byte[32])).isNull();
    assertThat(cache.find(1, ByteBuffer.allocate(32).putInt(1).array())).isNull();
    cache.wipe();
    cache.keep(1, new byte[32], secret);
    assertThat(cache.size()).isZero();
  }

  @Test
  void warmingUpEndsEarlyWhenInterrupted() {
    for (Suite suite : Suite.values()) {
      CryptoWarmUp.run(suite);
    }
    Thread.currentThread().interrupt();
    CryptoWarmUp.run();
    assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
  }
}
