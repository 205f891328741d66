package io.byssus.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.SourceContent;
import io.byssus.api.source.SourceEntry;
import io.byssus.api.source.SourceSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a session behaves with content, and with what changes or can't be read. */
class FileSessionTest {
  private Path top;
  private SourceSession session;

  @BeforeEach
  void open(@TempDir Path temporary) throws IOException {
    top = temporary.toRealPath();
    session = FileSource.of(top).open();
  }

  @Test
  void readsContentToItsEnd() throws IOException {
    long seed = System.nanoTime();
    byte[] content = new byte[700_001];
    new Random(seed).nextBytes(content);
    Files.write(top.resolve("f"), content);
    Files.createFile(top.resolve("empty"));
    WalkedTree tree = WalkedTree.of(session);

    assertThat(WalkedTree.read(session, tree.at(top.resolve("f"))))
        .as("seed %d", seed)
        .isEqualTo(content);
    assertThat(WalkedTree.read(session, tree.at(top.resolve("empty")))).isEmpty();
  }

  @Test
  void showsAFileThatChangesWhileItIsRead() throws IOException {
    Path file = Files.writeString(top.resolve("f"), "one");
    SourceEntry entry = WalkedTree.of(session).at(file);

    try (SourceContent content = session.open(entry)) {
      assertThat(content.metadataNow()).isEqualTo(entry.metadata());
      Files.writeString(file, "two and more");
      EntryMetadata now = content.metadataNow();
      assertThat(now.size()).isEqualTo(12);
      assertThat(now.inode()).isEqualTo(entry.metadata().inode());
    }
  }

  @Test
  void showsAFileThatIsReplacedWhileItIsRead() throws IOException {
    Path file = Files.writeString(top.resolve("f"), "one");
    SourceEntry entry = WalkedTree.of(session).at(file);

    try (SourceContent content = session.open(entry)) {
      Files.move(
          Files.writeString(top.resolve("g"), "two"), file, StandardCopyOption.REPLACE_EXISTING);
      assertThat(content.metadataNow().inode()).isNotEqualTo(entry.metadata().inode());
      Files.delete(file);
      assertThatThrownBy(content::metadataNow).isInstanceOf(NoSuchFileException.class);
      assertThat(content.read(new byte[9], 0, 9)).isEqualTo(3);
    }
  }

  @Test
  void doesNotFollowALinkThatTookAFilesPlace() throws IOException {
    Path secret = Files.writeString(top.resolve("secret"), "secret");
    Path file = Files.writeString(top.resolve("f"), "one");
    SourceEntry entry = WalkedTree.of(session).at(file);
    Files.delete(file);
    Files.createSymbolicLink(file, secret);

    assertThatThrownBy(() -> session.open(entry))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void doesNotListALinkThatTookADirectorysPlace() throws IOException {
    Path other = Files.createDirectory(top.resolve("other"));
    Path directory = Files.createDirectory(top.resolve("d"));
    SourceEntry entry = WalkedTree.of(session).at(directory);
    Files.delete(directory);
    Files.createSymbolicLink(directory, other);

    assertThatThrownBy(() -> session.list(entry, new Collector()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(directory.toString());
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void listsAFifoAndNeverOpensIt() throws Exception {
    Path fifo = top.resolve("fifo");
    Path file = Files.writeString(top.resolve("f"), "one");
    SourceEntry before = WalkedTree.of(session).at(file);
    Files.delete(file);
    run("mkfifo", fifo.toString(), file.toString());

    SourceEntry entry = WalkedTree.of(session).at(fifo);

    assertThat(entry.metadata().kind()).isEqualTo(EntryKind.FIFO);
    assertThatThrownBy(() -> session.open(entry)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> session.open(before))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no regular file");
  }

  @Test
  void reportsEntriesThatVanishWhileTheyAreListedAndGoesOn() throws IOException {
    for (int i = 0; i < 20; i++) {
      Files.createFile(top.resolve("f" + i));
    }
    SourceEntry directory = WalkedTree.of(session).at(top);
    Collector collector =
        new Collector() {
          @Override
          public void entry(SourceEntry entry) {
            super.entry(entry);
            deleteOthers(entry.path());
          }
        };

    session.list(directory, collector);

    assertThat(collector.entries).hasSize(1);
    assertThat(collector.problems).hasSize(19);
    assertThat(collector.failures).allMatch(NoSuchFileException.class::isInstance);
    assertThat(collector.problems).allMatch(path -> path.startsWith(WalkedTree.path(top)));
  }

  private void deleteOthers(EntryPath kept) {
    for (int i = 0; i < 20; i++) {
      Path file = top.resolve("f" + i);
      if (!WalkedTree.path(file).equals(kept)) {
        try {
          Files.deleteIfExists(file);
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  @Test
  void reportsAPathThatIsTooLongAndGoesOn() throws IOException {
    String name = "x".repeat(250);
    Path deep = top.resolve("deep");
    Path bottom = deep.resolve((name + "/").repeat(10));
    Files.createDirectories(bottom);
    Path other = top.resolve("other");
    Files.createDirectories(other.resolve((name + "/").repeat(10)));
    Files.createFile(top.resolve("f"));
    // No path of more than 4,096 bytes can be made at once, but two shorter ones can be joined.
    Files.move(other, bottom.resolve("other"));

    WalkedTree tree = WalkedTree.of(session);
    Files.move(bottom.resolve("other"), other); // else it could not be deleted

    assertThat(tree.below(top)).contains("f").hasSizeGreaterThan(15);
    assertThat(tree.problems()).hasSize(1);
    tree.problems()
        .forEach(
            (path, failure) -> {
              assertThat(path.startsWith(WalkedTree.path(bottom))).isTrue();
              assertThat(failure).hasMessageContaining(name);
            });
  }

  @Test
  void saysWhenADirectoryCantBeListed() throws IOException {
    assumeFalse(Files.getAttribute(top, "unix:uid").equals(0), "root may read every directory");
    Path closed = Files.createDirectory(top.resolve("closed"));
    SourceEntry entry = WalkedTree.of(session).at(closed);
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));

    assertThatThrownBy(() -> session.list(entry, new Collector()))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining(closed.toString());
  }

  @Test
  void refusesEntriesOfOthers() {
    SourceEntry other =
        new SourceEntry() {
          @Override
          public EntryPath path() {
            return EntryPath.root();
          }

          @Override
          public EntryMetadata metadata() {
            return EntryMetadata.of(EntryKind.DIRECTORY).build();
          }

          @Override
          public byte[] linkTarget() {
            return new byte[0];
          }
        };

    assertThatThrownBy(() -> session.list(other, new Collector()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private static class Collector implements SourceSession.Visitor {
    final List<SourceEntry> entries = new ArrayList<>();
    final List<EntryPath> problems = new ArrayList<>();
    final List<IOException> failures = new ArrayList<>();

    @Override
    public void entry(SourceEntry entry) {
      entries.add(entry);
    }

    @Override
    public void problem(EntryPath path, IOException failure) {
      problems.add(path);
      failures.add(failure);
    }
  }
}
