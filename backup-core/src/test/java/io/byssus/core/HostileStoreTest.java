package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.key.Secret;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.core.internal.store.BlobLimit;
import io.byssus.crypto.Argon2idParameters;
import io.byssus.crypto.KeyFile;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.store.fs.FileSystemStore;
import io.byssus.testkit.store.FaultyStore;
import io.byssus.testkit.store.InMemoryStore;
import io.byssus.testkit.store.StoreOperation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a store can make of an opening that wants to fill memory, or to take for ever. */
class HostileStoreTest {
  private static final int MEMORY_AT = 12;
  private static final int SLOT_AT = 8;

  private final InMemoryStore store = InMemoryStore.create();

  @ParameterizedTest
  @CsvSource({
    "config, CONFIG",
    "keys/, KEY_FILE",
    "log/0000000000000001, LOG_ENTRY",
    "checkpoint/0000000000000064, CHECKPOINT"
  })
  void aBlobThatSaysItIsLongerThanItsKindIsNotRead(String prefix, BlobLimit limit) {
    try (BackupRepository repository = Repositories.create(store.sameBlobs())) {
      for (int i = 0; i < 32; i++) {
        repository
            .keys()
            .remove(repository.keys().add(new WrappingProvider("other", 2), "other").id());
      }
    }
    String said = openAndSay(new LengtheningStore(store.sameBlobs(), prefix, limit.bytes() + 1));

    assertThat(said)
        .contains(prefix)
        .satisfiesAnyOf(
            text -> assertThat(text).contains(Long.toString(limit.bytes())),
            text -> assertThat(text).contains("these are damaged: keys/"));
  }

  /** Returns the refusal, or the warnings of what was left out. */
  private static String openAndSay(BlobStore from) {
    try (BackupRepository repository = Repositories.open(from)) {
      return String.join("; ", repository.warnings())
          + Repositories.checkAll(repository).findings();
    } catch (DamagedRepositoryException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void noMoreKeyFilesAreReadThanOpeningTries() {
    Repositories.create(store.sameBlobs()).close();
    Damage.remove(store, Repositories.keys(store, "keys/").get(0));
    try (RepositoryKeys keys = RepositoryKeys.generate()) {
      for (int i = 0; i < 150; i++) {
        byte[] file = KeyFile.sealed(keys, new WrappingProvider("another", i)).bytes();
        Damage.plant(store, BlobKey.of("keys/" + KeyFile.id(file)), file);
      }
    }
    FaultyStore counted = FaultyStore.around(store.sameBlobs());

    assertThatThrownBy(() -> Repositories.open(counted))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("100 files")
        .extracting(HostileStoreTest::advice)
        .asString()
        .contains("keys/")
        .contains("64");
    assertThat(counted.requests(StoreOperation.READ)).isEqualTo(1 + 100);
  }

  @Test
  void manyKeyFilesThatAreNobodysAreSaidToBeTooMany() {
    Repositories.create(store.sameBlobs()).close();
    Damage.remove(store, Repositories.keys(store, "keys/").get(0));
    for (int i = 0; i < 101; i++) {
      byte[] file = ("BYSKEY of a later version, " + i).getBytes(StandardCharsets.UTF_8);
      Damage.plant(store, BlobKey.of("keys/" + KeyFile.id(file)), file);
    }

    assertThatThrownBy(() -> Repositories.open(store.sameBlobs()))
        .isInstanceOf(DamagedRepositoryException.class)
        .hasMessageContaining("more than is tried")
        .hasMessageNotContaining("keys/");
  }

  @Test
  void memoryThatTheHeapHasNotIsRefusedBeforeItIsTaken(@TempDir Path directory) throws Exception {
    try (FileSystemStore files = FileSystemStore.at(directory);
        RepositoryKeys keys = RepositoryKeys.generate();
        Secret passphrase = Secret.ofPassphrase(new char[] {'x'})) {
      Repositories.create(directory).close();
      byte[] file = KeyFile.sealed(keys, passphrase, Argon2idParameters.of(8 << 10, 1, 1)).bytes();
      ByteBuffer.wrap(file).putInt(MEMORY_AT, 256 << 10);
      Damage.plant(files, BlobKey.of("keys/" + KeyFile.id(file)), file);
    }

    Process child =
        ChildJvm.start(
            ChildJvm.running(),
            List.of("-Xmx64m", "-XX:+UseG1GC"),
            SmallHeapOpening.class,
            directory.toString());
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor()).isZero();
    assertThat(said)
        .startsWith("NOT_ENOUGH_MEMORY: keys/")
        .contains("takes 256 MiB")
        .contains("at most 64 MiB")
        .contains("-Xmx");
  }

  @Test
  void aKeyFileOfANewerVersionKeepsNobodyElseOutAndIsNamedIfNoneOpens() {
    Repositories.create(store.sameBlobs()).close();
    BlobKey own = Repositories.keys(store, "keys/").get(0);
    byte[] newer = Repositories.read(store, own);
    newer[SLOT_AT] = 9;
    BlobKey key = BlobKey.of("keys/" + KeyFile.id(newer));
    Damage.plant(store, key, newer);
    Repositories.open(store.sameBlobs()).close();

    Damage.remove(store, own);

    assertThatThrownBy(() -> Repositories.open(store.sameBlobs()))
        .isInstanceOf(UnsupportedFormatException.class)
        .hasMessageContaining(key.value())
        .hasMessageContaining("slot 9");
  }

  private static String advice(Throwable thrown) {
    return ((ByssusException) thrown).advice();
  }
}
