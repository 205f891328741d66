package io.byssus.store.fs;

import static io.byssus.testkit.store.StoreProbe.blobs;
import static io.byssus.testkit.store.StoreProbe.keys;
import static io.byssus.testkit.store.StoreProbe.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.OperationCancelledException;
import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.BlobStoreProvider;
import io.byssus.api.store.StoreUnavailableException;
import io.byssus.testkit.store.BlobStoreContract;
import io.byssus.testkit.store.StoreProbe;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSystemStoreTest extends BlobStoreContract {
  private final Path directory;

  FileSystemStoreTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private Path root() {
    return directory.resolve("store");
  }

  @Override
  protected BlobStore openStore() {
    return FileSystemStore.at(root());
  }

  @Override
  protected BlobStore openSecondClient() {
    return FileSystemStore.at(root());
  }

  @Override
  public Optional<BlobStore> appendOnly() {
    return Optional.of(FileSystemStore.builder(root()).appendOnly().build());
  }

  // The root

  @Test
  void aRootThatDoesNotExistIsEmptyAndMadeByTheFirstBlob() {
    Path deep = directory.resolve("not/yet/there");
    BlobStore store = FileSystemStore.at(deep);

    assertThat(keys(store, "")).isEmpty();
    assertThat(store.stat(BlobKey.of("a"))).isEmpty();
    assertThatThrownBy(() -> store.read(BlobKey.of("a"), 0, ByteBuffer.allocate(1)))
        .isInstanceOf(BlobNotFoundException.class);
    assertThat(store.delete(List.of(BlobKey.of("a"))).failures()).isEmpty();
    assertThat(directory.resolve("not")).doesNotExist();

    put(store, "a", "content");
    assertThat(deep.resolve("a")).hasContent("content");
  }

  @Test
  void aBlobIsAsOldAsItsFile() throws Exception {
    put(store(), "a/blob", "content");
    FileTime written = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    Files.setLastModifiedTime(root().resolve("a/blob"), written);
    assertThat(blobs(store(), "a/").get(0).created()).contains(written.toInstant());
  }

  @Test
  void aRootThatIsAFileIsRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "content");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> FileSystemStore.at(file))
        .withMessageContaining(file + " is not a directory");
  }

  @Test
  void aRootThatBecomesAFileIsAnErrorAndNotAnEmptyStore() throws Exception {
    BlobStore store = store();
    Files.writeString(root(), "content");

    for (Runnable call :
        List.<Runnable>of(
            () -> store.list("", null),
            () -> store.list("packs/", null),
            () -> store.delete(List.of(BlobKey.of("a"))),
            () -> store.stat(BlobKey.of("a")),
            () -> store.read(BlobKey.of("a"), 0, ByteBuffer.allocate(1)),
            () -> put(store, "a", ""))) {
      assertThatThrownBy(call::run)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining(root().toString())
          .hasMessageContaining("not a directory");
    }
  }

  @Test
  void aFileThatCanNotBeLookedAtIsListedWithoutALength() throws Exception {
    BlobStore store = store();
    put(store, "a", "1");
    put(store, "c", "2");
    Files.createSymbolicLink(root().resolve("b"), Path.of("b"));

    List<BlobInfo> listed = store.list("", null).blobs();

    assertThat(listed).extracting(info -> info.key().value()).containsExactly("a", "b", "c");
    assertThat(listed).extracting(BlobInfo::lengthKnown).containsExactly(true, false, true);
    assertThatThrownBy(() -> listed.get(1).length()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.stat(BlobKey.of("b")))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void aRootThatIsASymbolicLinkToADirectoryWorks() throws Exception {
    Path real = Files.createDirectory(directory.resolve("real"));
    BlobStore store = FileSystemStore.at(Files.createSymbolicLink(directory.resolve("link"), real));

    put(store, "a/b", "content");

    assertThat(keys(store, "")).containsExactly("a/b");
    assertThat(real.resolve("a/b")).hasContent("content");
  }

  @Test
  void aRootWhoseNameIsNoTextInAnyEncodingWorks() {
    URI uri = URI.create(directory.toUri() + "na%FFme%20%23");
    BlobStore store = new FileSystemStoreProvider().open(uri);

    put(store, "a/b", "content");

    assertThat(keys(store, "")).containsExactly("a/b");
    assertThat(Path.of(uri).resolve("a/b")).hasContent("content");
    assertThat(store.location())
        .hasToString(uri.toString().replace("file:/", "file:///").replace("/////", "///"));
  }

  // Listing

  @Test
  void whatIsNoKeyIsNotListed() throws Exception {
    put(store(), "packs/blob", "");
    for (String name : List.of("Upper", "with space", "back~", "packs/.DS_Store", "packs/ä")) {
      Files.writeString(root().resolve(name), "");
    }
    Files.createDirectories(root().resolve("packs/empty/Upper"));
    Files.createSymbolicLink(root().resolve("dangling"), Path.of("nowhere"));

    assertThat(keys(store(), "")).containsExactly("packs/blob");
  }

  @Test
  @Tag("thorough")
  void aHundredThousandBlobsInThousandsOfDirectoriesAreListedInOrder() throws Exception {
    List<String> all =
        IntStream.range(0, 100_000)
            .mapToObj(
                i -> "packs/%04x/%08x".formatted(i % 4_000 * 16, i * 2_654_435_761L & 0xffffffffL))
            .sorted()
            .toList();
    for (String key : all) {
      Path file = root().resolve(key);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }

    assertThat(keys(store(), "packs/")).containsExactlyElementsOf(all);
  }

  // Interrupts

  @Test
  void interruptingAReaderCancelsItsReadAndNobodyElses() throws Exception {
    byte[] bytes = StoreProbe.randomBytes(5, 1 << 20);
    put(store(), "blob", bytes);
    AtomicBoolean done = new AtomicBoolean();
    AtomicReference<String> cancelled = new AtomicReference<>("never");

    List<Integer> reads =
        StoreProbe.atOnce(
            3,
            thread ->
                thread > 0
                    ? () -> readUntil(done)
                    : () -> {
                      try {
                        return beInterruptedOften(cancelled);
                      } finally {
                        done.set(true);
                      }
                    });

    assertThat(cancelled.get()).contains("interrupted").contains("blob");
    assertThat(reads).allMatch(count -> count > 0);
  }

  private int readUntil(AtomicBoolean done) {
    int count = 0;
    while (!done.get() || count == 0) {
      assertThat(StoreProbe.content(store(), "blob")).hasSize(1 << 20);
      count++;
    }
    return count;
  }

  private int beInterruptedOften(AtomicReference<String> cancelled) {
    int interrupts = 200;
    for (int i = 0; i < interrupts; i++) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> store().read(BlobKey.of("blob"), 0, ByteBuffer.allocate(100)))
          .isInstanceOf(OperationCancelledException.class)
          .satisfies(e -> cancelled.set(e.getMessage()));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(StoreProbe.content(store(), "blob")).hasSize(1 << 20);
    }
    return interrupts;
  }

  // URIs

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file://host/path",
        "file:relative/path",
        "file:///path?query",
        "file:///path#fragment",
        "file:///nul%00byte",
        "s3://bucket/path"
      })
  void aUriThatNamesNoDirectoryIsRefusedWithTheRightForm(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FileSystemStoreProvider().open(URI.create(uri)))
        .withMessageContaining("file:///absolute/path")
        .withMessageContaining(uri.replaceFirst("[?#].*$", ""));
  }

  @Test
  void aRefusalSaysNothingOfCredentials() {
    URI uri = URI.create("file://user:hunter2@host/path?token=hunter2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FileSystemStoreProvider().open(uri))
        .withMessageContaining("host/path")
        .withMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///no/such/place", "file:/no/such/place", "FILE:///no/such/place/"})
  void everyFormOfAUriNamesTheSamePlace(String uri) {
    assertThat(new FileSystemStoreProvider().open(URI.create(uri)).location())
        .hasToString("file:///no/such/place");
  }

  @Test
  void lettersOfAUriNeedNoEscape() {
    assertThat(new FileSystemStoreProvider().open(URI.create("file:///no/größe")).location())
        .isEqualTo(
            new FileSystemStoreProvider()
                .open(URI.create("file:///no/gr%C3%B6%C3%9Fe"))
                .location());
  }

  @Test
  void anotherFormOfALetterIsAnotherDirectory() {
    assertThat(new FileSystemStoreProvider().open(URI.create("file:///no/o\u0308")).location())
        .isNotEqualTo(
            new FileSystemStoreProvider().open(URI.create("file:///no/\u00f6")).location());
  }

  @Test
  void theProviderIsFoundByServiceLoader() {
    assertThat(ServiceLoader.load(BlobStoreProvider.class))
        .hasAtLeastOneElementOfType(FileSystemStoreProvider.class);
  }
}
