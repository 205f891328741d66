package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.byssus.api.SnapshotId;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.TargetFile;
import io.byssus.api.target.TargetSession;
import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.internal.metadata.MetadataReader;
import io.byssus.core.internal.posix.Posix;
import io.byssus.core.restore.IncompleteRestoreException;
import io.byssus.core.source.FileSource;
import io.byssus.core.target.FileTarget;
import io.byssus.testkit.store.InMemoryStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who may write in a target puts links in the place of its directories meanwhile. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class SwappedDirectoryTest {
  private static final Instant TIME = Instant.parse("2024-02-29T12:34:56.123456789Z");
  private static final int FILES = 300;
  private static final long SWAPS = 200;

  private final MetadataReader reader = MetadataReader.of(Path.of("/").getFileSystem());
  private Path temporary;
  private Path target;
  private Path shared;
  private Path outside;

  @BeforeEach
  void plant(@TempDir Path directory) throws IOException {
    temporary = directory;
    target = directory.resolve("target");
    shared = Files.createDirectories(target.resolve("shared"));
    for (Path open : new Path[] {target, shared}) {
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    outside = Files.createDirectories(directory.resolve("outside"));
  }

  /** What a link leads to has entries of all the names, so that whatever goes there shows. */
  private Map<String, String> plantOutside() throws IOException {
    for (String name : new String[] {"file", "there", "other", "gone/in it", "directory/in it"}) {
      FileTree.write(outside.resolve(name), "outside");
    }
    return TreeFacts.of(outside);
  }

  private void swap() throws IOException {
    Files.move(shared, temporary.resolve("moved"));
    Files.createSymbolicLink(shared, outside);
  }

  private EntryMetadata metadata(Path like, EntryKind kind) throws IOException {
    EntryMetadata found = reader.read(like, LinkOption.NOFOLLOW_LINKS);
    return EntryMetadata.of(kind)
        .permissions(0640)
        .owner(found.uid(), found.gid())
        .modified(TIME)
        .size(kind == EntryKind.FILE ? 7 : 0)
        .build();
  }

  private static EntryPath path(String name) {
    return EntryPath.parse("/shared/" + name);
  }

  private static void write(TargetFile file) throws IOException {
    try (file) {
      file.write(0, ByteBuffer.wrap("content".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      file.commit();
    }
  }

  @Test
  void everythingGoesIntoTheDirectoryThatWasFoundWhateverItsPathLeadsTo() throws IOException {
    FileTree.write(shared.resolve("there"), "earlier");
    FileTree.write(shared.resolve("gone/in it"), "extra");
    FileTree.write(shared.resolve("found/earlier"), "earlier");
    Map<String, String> before = plantOutside();
    EntryMetadata file = metadata(shared, EntryKind.FILE);
    Path moved = temporary.resolve("moved");

    try (TargetSession session = FileTarget.at(target).open()) {
      session.beginDirectory(EntryPath.root());
      session.beginDirectory(EntryPath.parse("/shared"));
      session.beginDirectory(path("found"));
      swap();
      write(session.beginFile(path("file"), file));
      session.beginDirectory(path("directory"));
      write(session.beginFile(path("directory/file"), file));
      session.endDirectory(path("directory"), metadata(shared, EntryKind.DIRECTORY));
      write(session.beginFile(path("found/file"), file));
      session.hardLink(path("other"), path("file"));
      session.symbolicLink(
          path("link"), metadata(shared, EntryKind.SYMBOLIC_LINK), new byte[] {'x'});
      session.special(path("fifo"), metadata(shared, EntryKind.FIFO));
      session.updateMetadata(path("there"), file);
      session.remove(path("gone"));
      session.endDirectory(path("found"), metadata(shared, EntryKind.DIRECTORY));
      assertThatThrownBy(
              () ->
                  session.endDirectory(
                      EntryPath.parse("/shared"), metadata(outside, EntryKind.DIRECTORY)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is no DIRECTORY any more");
    }

    assertThat(TreeFacts.of(outside)).isEqualTo(before);
    assertThat(TreeFacts.of(moved).keySet())
        .containsExactlyInAnyOrder(
            "",
            "directory",
            "directory/file",
            "fifo",
            "file",
            "found",
            "found/earlier",
            "found/file",
            "link",
            "other",
            "there");
    assertThat(moved.resolve("found/file")).hasContent("content");
    assertThat(Files.getLastModifiedTime(moved.resolve("there")).toInstant()).isEqualTo(TIME);
  }

  @Test
  void aFailureNamesThePathAndNoDescriptor() throws IOException {
    try (TargetSession session = FileTarget.at(target).open()) {
      session.beginDirectory(EntryPath.root());
      session.beginDirectory(EntryPath.parse("/shared"));
      assertThatThrownBy(
              () -> session.updateFile(path("missing"), metadata(shared, EntryKind.FILE)))
          .isInstanceOf(java.nio.file.NoSuchFileException.class)
          .hasMessageContaining(target.toRealPath().resolve("shared/missing").toString());
    }
  }

  @Test
  void aFileOfWhichTheDirectoryHasEndedIsNotLinkedThroughALink() throws IOException {
    plantOutside();
    try (TargetSession session = FileTarget.at(target).open()) {
      session.beginDirectory(EntryPath.root());
      session.beginDirectory(EntryPath.parse("/shared"));
      write(session.beginFile(path("file"), metadata(shared, EntryKind.FILE)));
      session.endDirectory(EntryPath.parse("/shared"), metadata(shared, EntryKind.DIRECTORY));
      swap();
      assertThatThrownBy(() -> session.hardLink(EntryPath.parse("/name"), path("file")))
          .isInstanceOf(IOException.class);
    }
    assertThat(target.resolve("name")).doesNotExist();
  }

  @Test
  void permissionsAreNotSetThroughALink() throws IOException {
    Path file = FileTree.write(outside.resolve("file"), "outside");
    Path link = Files.createSymbolicLink(shared.resolve("fifo"), file);
    Object mode = Files.getAttribute(file, "unix:mode");

    assertThatThrownBy(() -> Posix.find().orElseThrow().setPermissions(PathBytes.of(link), 0777))
        .isInstanceOf(IOException.class);

    assertThat(Files.getAttribute(file, "unix:mode")).isEqualTo(mode);
  }

  @Test
  void whatAnotherUserLeftToBeTakenBackIsLeft() throws IOException {
    assumeTrue(Files.getAttribute(target, "unix:uid").equals(0), "only root may give files away");
    Path area = Files.createDirectories(target.resolve(".byssus-undo-planted"));
    Object mode = Files.getAttribute(shared, "unix:mode");
    String time = " 0 0 2024-02-29T12:34:56Z\n";
    String steps = "changed / DIRECTORY 493" + time + "changed /c2hhcmVk DIRECTORY 2047" + time;
    FileTree.write(area.resolve("journal"), steps);
    Files.setAttribute(area, "unix:uid", 54_321);

    FileTarget.at(target).open().close();

    assertThat(Files.getAttribute(shared, "unix:mode")).isEqualTo(mode);
    assertThat(area.resolve("journal")).hasContent(steps);

    Files.setAttribute(area, "unix:uid", 0);
    FileTarget.at(target).open().close();
    assertThat(Files.getAttribute(shared, "unix:mode")).as("one's own").isNotEqualTo(mode);
  }

  /** Swaps a directory and a link to another one as fast as it can, until it is stopped. */
  private final class Attacker implements AutoCloseable {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicLong swaps = new AtomicLong();
    private final CompletableFuture<Void> ended = CompletableFuture.runAsync(this::attack);

    private void attack() {
      for (int i = 0; !stopped.get(); i++) {
        Path aside = temporary.resolve("aside " + i);
        try {
          Files.move(shared, aside);
          Files.createSymbolicLink(shared, outside);
          swaps.incrementAndGet();
          Files.delete(shared);
          Files.move(aside, shared);
        } catch (IOException e) {
          Thread.onSpinWait(); // The restore has removed it, or made it anew.
        }
      }
    }

    @Override
    public void close() {
      stopped.set(true);
      ended.join();
    }
  }

  @Test
  void nothingIsWrittenOrRemovedOutsideWhileADirectoryIsSwapped() throws IOException {
    Path source = temporary.resolve("source");
    for (int i = 0; i < FILES; i++) {
      FileTree.write(source.resolve("shared/sub/" + i), "content " + i);
    }
    Path first = FileTree.write(source.resolve("shared/first"), "linked");
    Files.createLink(source.resolve("shared/second"), first);
    Files.createSymbolicLink(source.resolve("shared/link"), Path.of("first"));
    for (int i = 0; i < FILES; i++) {
      FileTree.write(outside.resolve("sub/" + i), "outside");
      FileTree.write(outside.resolve("extra/" + i), "outside");
    }
    Map<String, String> before = TreeFacts.of(outside);
    try (BackupRepository repository = Repositories.create(InMemoryStore.create());
        Attacker attacker = new Attacker()) {
      SnapshotId snapshot = repository.backup(FileSource.of(source)).run().snapshot();
      int restores = 0;
      while (attacker.swaps.get() < SWAPS || restores < 10) {
        restore(repository, snapshot, source);
        restores++;
      }
    }
    assertThat(TreeFacts.of(outside)).isEqualTo(before);
  }

  private void restore(BackupRepository repository, SnapshotId snapshot, Path source)
      throws IOException {
    try {
      for (int i = 0; i < FILES; i += 10) {
        FileTree.write(target.resolve("extra " + i + "/in it"), "extra");
      }
      repository
          .restore(snapshot)
          .from(source.toString())
          .to(target)
          .deleteExtras()
          .allowIncomplete()
          .run();
    } catch (IncompleteRestoreException e) {
      assertThat(e.report().problems()).isNotEmpty(); // It may fail, but not elsewhere.
    }
  }
}
