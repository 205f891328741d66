package io.byssus.store.fs;

import static io.byssus.testkit.store.StoreProbe.content;
import static io.byssus.testkit.store.StoreProbe.keys;
import static io.byssus.testkit.store.StoreProbe.put;
import static io.byssus.testkit.store.StoreProbe.randomBytes;
import static io.byssus.testkit.store.StoreProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.ByssusException;
import io.byssus.api.OperationCancelledException;
import io.byssus.api.store.BlobExistsException;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.OutcomeUnknownException;
import io.byssus.api.store.StoreAccessDeniedException;
import io.byssus.api.store.StoreFullException;
import io.byssus.api.store.StoreUnavailableException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Crashes, failures and interrupts at every step of a create. */
class CreationTest {
  private static final String KEY = "packs/run/blob";
  private static final byte[] CONTENT = randomBytes(1, 300_000);

  private final Path directory;

  CreationTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private Path root() {
    return directory.resolve("store");
  }

  private List<Path> temporaries() throws IOException {
    Path place = root().resolve(TemporaryFiles.DIRECTORY);
    if (!Files.exists(place)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(place)) {
      return files.toList();
    }
  }

  @Test
  void theStepsComeInTheirOrder() {
    List<CreateStep> steps = new ArrayList<>();
    put(FileSystemStore.observed(root(), steps::add), KEY, CONTENT);

    assertThat(steps)
        .containsExactly(
            CreateStep.MAKE_DIRECTORY,
            CreateStep.SYNC_PARENT,
            CreateStep.MAKE_DIRECTORY,
            CreateStep.SYNC_PARENT,
            CreateStep.MAKE_DIRECTORY,
            CreateStep.SYNC_PARENT,
            CreateStep.OPEN_TEMPORARY,
            CreateStep.WRITE,
            CreateStep.SYNC_FILE,
            CreateStep.LINK,
            CreateStep.SYNC_DIRECTORY,
            CreateStep.REMOVE_TEMPORARY);
  }

  @Test
  void aDirectoryIsSyncedOncePerInstanceAlsoWhenAnotherMadeIt() {
    put(FileSystemStore.at(root()), "packs/run/other", "");
    List<CreateStep> steps = new ArrayList<>();
    FileSystemStore store = FileSystemStore.observed(root(), steps::add);

    put(store, KEY, CONTENT);
    assertThat(steps)
        .doesNotContain(CreateStep.MAKE_DIRECTORY)
        .startsWith(CreateStep.SYNC_PARENT, CreateStep.SYNC_PARENT, CreateStep.OPEN_TEMPORARY);

    steps.clear();
    put(store, "packs/run/next", "");
    assertThat(steps).startsWith(CreateStep.OPEN_TEMPORARY);
  }

  @ParameterizedTest
  @EnumSource(CreateStep.class)
  void aCrashBeforeAnyStepLeavesNothingOrTheWholeBlob(CreateStep step) throws IOException {
    FileSystemStore crashing =
        FileSystemStore.observed(
            root(),
            reached -> {
              if (reached == step) {
                throw new Crash();
              }
            });
    assertThatExceptionOfType(Crash.class).isThrownBy(() -> put(crashing, KEY, CONTENT));

    FileSystemStore fresh = FileSystemStore.at(root());
    boolean linked = step.compareTo(CreateStep.LINK) > 0;
    assertThat(keys(fresh, "")).isEqualTo(linked ? List.of(KEY) : List.of());
    if (linked) {
      assertThatThrownBy(() -> put(fresh, KEY, "other")).isInstanceOf(BlobExistsException.class);
    } else {
      put(fresh, KEY, CONTENT);
    }
    assertThat(content(fresh, KEY)).isEqualTo(CONTENT);
    put(fresh, "packs/run/next", "next");
    assertThat(keys(fresh, "")).containsExactly(KEY, "packs/run/next");
    assertThat(temporaries()).hasSizeLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = CreateStep.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SYNC_DIRECTORY", "REMOVE_TEMPORARY"})
  void aFailureUpToTheLinkIsToldByItsKindAndLeavesNothing(CreateStep step) throws IOException {
    IOException full = spaceError();
    assertFailure(step, full, StoreFullException.class);
    assertFailure(step, new AccessDeniedException("x"), StoreAccessDeniedException.class);
    assertFailure(step, new IOException("Input/output error"), StoreUnavailableException.class);

    FileSystemStore store = FileSystemStore.at(root());
    put(store, KEY, CONTENT);
    assertThat(content(store, KEY)).isEqualTo(CONTENT);
  }

  private void assertFailure(
      CreateStep step, IOException failure, Class<? extends ByssusException> expected)
      throws IOException {
    FileSystemStore store = failing(step, failure);

    assertThatThrownBy(() -> put(store, KEY, CONTENT))
        .isExactlyInstanceOf(expected)
        .hasMessageContaining(root().toString());

    assertThat(keys(FileSystemStore.at(root()), "")).isEmpty();
    assertThat(temporaries()).isEmpty();
  }

  private FileSystemStore failing(CreateStep step, IOException failure) {
    return FileSystemStore.observed(
        root(),
        reached -> {
          if (reached == step) {
            throw failure;
          }
        });
  }

  /** In the language of this process, as the system says it. */
  private static IOException spaceError() {
    try (OutputStream full = new FileOutputStream("/dev/full")) {
      full.write(0);
    } catch (IOException e) {
      return Files.exists(Path.of("/dev/full")) ? e : new IOException("No space left on device");
    }
    throw new AssertionError("/dev/full is not full");
  }

  @Test
  void aDirectoryThatCannotBeSyncedMakesTheOutcomeUnknownUntilItCan() throws IOException {
    AtomicBoolean broken = new AtomicBoolean(true);
    FileSystemStore store =
        FileSystemStore.observed(
            root(),
            step -> {
              if (step == CreateStep.SYNC_DIRECTORY && broken.get()) {
                throw new IOException("Input/output error");
              }
            });

    assertThatThrownBy(() -> put(store, KEY, CONTENT))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining(KEY)
        .hasMessageContaining("Input/output error");

    assertThat(temporaries()).isEmpty();
    assertThatThrownBy(() -> store.stat(BlobKey.of(KEY)))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> put(store, KEY, CONTENT))
        .isInstanceOf(StoreUnavailableException.class);

    broken.set(false);
    assertThat(store.stat(BlobKey.of(KEY))).isPresent();
    assertThat(content(FileSystemStore.at(root()), KEY)).isEqualTo(CONTENT);
    assertThatThrownBy(() -> put(store, KEY, CONTENT)).isInstanceOf(BlobExistsException.class);
  }

  @Test
  void aTemporaryNameThatCannotBeRemovedIsNoFailureAndIsSweptLater() throws IOException {
    put(failing(CreateStep.REMOVE_TEMPORARY, new IOException("Input/output error")), KEY, CONTENT);
    assertThat(temporaries()).hasSize(1);
    makeOlder(temporaries().get(0), TemporaryFiles.STALE.plusMinutes(1));

    FileSystemStore fresh = FileSystemStore.at(root());
    put(fresh, "other", "");

    assertThat(temporaries()).isEmpty();
    assertThat(content(fresh, KEY)).isEqualTo(CONTENT);
  }

  @Test
  void onlyWhatIsOursAndADayOldIsSwept() throws IOException {
    put(FileSystemStore.at(root()), KEY, CONTENT);
    Path place = root().resolve(TemporaryFiles.DIRECTORY);
    Path young = Files.createFile(place.resolve("0".repeat(32)));
    makeOlder(young, TemporaryFiles.STALE.minusMinutes(1));
    Path foreign = Files.createFile(place.resolve("notes.txt"));
    makeOlder(foreign, TemporaryFiles.STALE.multipliedBy(9));
    Path stale = Files.createFile(place.resolve("1".repeat(32)));
    makeOlder(stale, TemporaryFiles.STALE.plusMinutes(1));

    put(FileSystemStore.at(root()), "other", "");

    assertThat(temporaries()).containsExactlyInAnyOrder(young, foreign);
  }

  private static void makeOlder(Path file, Duration age) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  @Test
  void anInterruptBeforeTheLinkCancelsAndLeavesNothing() throws IOException {
    for (CreateStep step : EnumSet.range(CreateStep.OPEN_TEMPORARY, CreateStep.WRITE)) {
      FileSystemStore store = interruptedAt(step);

      assertThatThrownBy(() -> put(store, KEY, CONTENT))
          .isInstanceOf(OperationCancelledException.class)
          .hasMessageContaining("interrupted");

      assertThat(Thread.interrupted()).isTrue();
      assertThat(keys(store, "")).isEmpty();
      assertThat(temporaries()).isEmpty();
    }
  }

  @Test
  void anInterruptFromTheLinkOnDoesNotMakeTheOutcomeUnknown() throws IOException {
    int created = 0;
    for (CreateStep step : EnumSet.range(CreateStep.LINK, CreateStep.REMOVE_TEMPORARY)) {
      put(interruptedAt(step), KEY + created, CONTENT);
      created++;

      assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
    }
    assertThat(keys(FileSystemStore.at(root()), "")).hasSize(created);
    assertThat(temporaries()).isEmpty();
  }

  private FileSystemStore interruptedAt(CreateStep step) {
    return FileSystemStore.observed(
        root(),
        reached -> {
          if (reached == step) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Test
  void aDirectoryThatVanishesBeforeTheLinkIsMadeAgain() {
    AtomicBoolean once = new AtomicBoolean();
    FileSystemStore store =
        beforeLink(
            () -> {
              if (once.compareAndSet(false, true)) {
                Files.delete(root().resolve("packs/run"));
                Files.delete(root().resolve("packs"));
              }
            });

    put(store, KEY, CONTENT);

    assertThat(content(store, KEY)).isEqualTo(CONTENT);
  }

  @Test
  void aTemporaryFileThatVanishesMeansThatNothingWasCreated() {
    FileSystemStore store = beforeLink(() -> Files.delete(temporaries().get(0)));

    assertThatThrownBy(() -> put(store, KEY, CONTENT))
        .isExactlyInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(KEY);
    assertThat(keys(store, "")).isEmpty();
  }

  @Test
  void aLinkWhoseAnswerWasLostIsNotTakenForSomebodyElses() {
    FileSystemStore store =
        beforeLink(() -> Files.createLink(root().resolve(KEY), temporaries().get(0)));

    put(store, KEY, CONTENT);

    assertThat(content(store, KEY)).isEqualTo(CONTENT);
  }

  @Test
  void aFileSystemWithoutHardLinksIsRefusedByItsType() throws IOException {
    FileSystemStore store =
        beforeLink(
            () -> {
              throw new UnsupportedOperationException();
            });

    assertThatExceptionOfType(HardLinksUnsupportedException.class)
        .isThrownBy(() -> put(store, KEY, CONTENT))
        .withMessageContaining(Files.getFileStore(directory).type())
        .satisfies(e -> assertThat(e.retryable()).isFalse())
        .satisfies(e -> assertThat(e.advice()).contains("hard links"));
    assertThat(keys(store, "")).isEmpty();
    assertThat(temporaries()).isEmpty();
  }

  @Test
  void aLinkThatIsNotPermittedWhereLinksWorkIsAccessDenied() throws IOException {
    FileSystemStore store =
        beforeLink(
            () -> {
              throw new FileSystemException("blob", null, "Operation not permitted");
            });

    assertThatExceptionOfType(StoreAccessDeniedException.class)
        .isThrownBy(() -> put(store, KEY, CONTENT))
        .withMessageContaining("Operation not permitted");
    assertThat(temporaries()).isEmpty();
  }

  @Test
  void whoComesSecondWhileWritingIsRefused() throws IOException {
    FileSystemStore store = beforeLink(() -> put(FileSystemStore.at(root()), KEY, "winner"));

    assertThatThrownBy(() -> put(store, KEY, CONTENT)).isInstanceOf(BlobExistsException.class);

    assertThat(text(store, KEY)).isEqualTo("winner");
    assertThat(temporaries()).isEmpty();
  }

  private FileSystemStore beforeLink(Action action) {
    return FileSystemStore.observed(
        root(),
        step -> {
          if (step == CreateStep.LINK) {
            action.run();
          }
        });
  }

  private interface Action {
    void run() throws IOException;
  }

  /** The process ends here: no cleaning up. */
  private static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }
}
