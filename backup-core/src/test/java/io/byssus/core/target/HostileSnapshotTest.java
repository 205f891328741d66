package io.byssus.core.target;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.TargetFile;
import io.byssus.api.target.TargetSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a snapshot holds, or that is in a target already, leads out of the target. */
class HostileSnapshotTest {
  private static final EntryMetadata FILE =
      EntryMetadata.of(EntryKind.FILE).permissions(0666).size(4).build();
  private static final EntryMetadata DIRECTORY =
      EntryMetadata.of(EntryKind.DIRECTORY).permissions(0777).build();
  private static final EntryMetadata LINK = EntryMetadata.of(EntryKind.SYMBOLIC_LINK).build();

  private Path outside;
  private Path directory;
  private TargetSession target;

  @BeforeEach
  void open(@TempDir Path temporary) throws IOException {
    outside = Files.createDirectory(temporary.resolve("outside"));
    directory = temporary.resolve("target");
    target = FileTarget.at(directory).open();
    target.beginDirectory(EntryPath.root());
  }

  @AfterEach
  void nothingIsOutside() {
    target.close();
    assertThat(outside).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/", "a/b/", "a/b/c/"})
  void doesNotGoThroughALinkThatItRestoredItself(String parents) throws IOException {
    beginAll(parents);
    EntryPath evil = EntryPath.parse(parents + "evil");
    target.symbolicLink(evil, LINK, outside.toString().getBytes(UTF_8));

    assertThatThrownBy(() -> target.beginDirectory(evil))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(evil.toString())
        .hasMessageContaining("SYMBOLIC_LINK");
    assertThatThrownBy(() -> target.beginFile(evil.resolve(EntryName.of("f")), FILE))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(
            () -> target.symbolicLink(evil.resolve(EntryName.of("l")), LINK, new byte[] {'x'}))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> target.beginDirectory(evil.resolve(EntryName.of("d"))))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> target.endDirectory(evil, DIRECTORY)).isInstanceOf(IOException.class);
  }

  @Test
  void doesNotGoThroughALinkThatWasThereBefore() throws IOException {
    Files.createSymbolicLink(directory.resolve("evil"), outside);
    Files.createSymbolicLink(directory.resolve("dangling"), outside.resolve("new"));

    assertThatThrownBy(() -> target.beginDirectory(EntryPath.parse("evil")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> target.beginDirectory(EntryPath.parse("dangling")))
        .isInstanceOf(IOException.class);
    restore("dangling");

    assertThat(Files.isSymbolicLink(directory.resolve("dangling"))).isFalse();
  }

  @Test
  void doesNotReplaceADirectoryThatItFillsByALinkOrFile() throws IOException {
    EntryPath path = EntryPath.parse("d");
    target.beginDirectory(path);

    assertThatThrownBy(() -> target.symbolicLink(path, LINK, outside.toString().getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/d");
    assertThatThrownBy(() -> restore("d")).isInstanceOf(IOException.class);
    restore("d/f");

    assertThat(directory.resolve("d/f")).isRegularFile();
    assertThat(directory).isDirectoryNotContaining(file -> file.toString().endsWith(".tmp"));
  }

  @Test
  void doesNotMakeADirectoryWhereAFileIs() throws IOException {
    Files.writeString(directory.resolve("f"), "kept");

    assertThatThrownBy(() -> target.beginDirectory(EntryPath.parse("f")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("FILE is in its place");
    assertThat(directory.resolve("f")).hasContent("kept");
  }

  @Test
  void takesEntriesOnlyIntoDirectoriesThatWereBegunAndNotEnded() throws IOException {
    Files.createDirectory(directory.resolve("there"));
    target.beginDirectory(EntryPath.parse("d"));
    target.endDirectory(EntryPath.parse("d"), DIRECTORY);

    assertThatThrownBy(() -> restore("there/f")).hasMessageContaining("/there/f");
    assertThatThrownBy(() -> restore("d/f")).hasMessageContaining("not begun");
    assertThatThrownBy(() -> restore("")).isInstanceOf(IOException.class);
  }

  @Test
  void doesNotSetTheMetadataOfWhatTookADirectorysPlace() throws IOException {
    EntryPath path = EntryPath.parse("d");
    target.beginDirectory(path);
    Files.delete(directory.resolve("d"));
    Files.createSymbolicLink(directory.resolve("d"), outside);
    Object before = Files.getAttribute(outside, "unix:mode");

    assertThatThrownBy(() -> target.endDirectory(path, DIRECTORY)).isInstanceOf(IOException.class);
    assertThat(Files.getAttribute(outside, "unix:mode")).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b", "é\0"})
  void refusesALinkThatNoFileSystemCanHold(String pointer) {
    assertThatThrownBy(
            () -> target.symbolicLink(EntryPath.parse("l"), LINK, pointer.getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/l");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void refusesANameThatIsTooLongAndLeavesNothing() {
    assertThatThrownBy(() -> restore("n".repeat(256))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> target.beginDirectory(EntryPath.parse("n".repeat(256))))
        .isInstanceOf(IOException.class);
    assertThat(directory).isEmptyDirectory();
  }

  private void beginAll(String parents) throws IOException {
    EntryPath path = EntryPath.root();
    for (EntryName name : EntryPath.parse(parents).names()) {
      path = path.resolve(name);
      target.beginDirectory(path);
    }
  }

  private void restore(String path) throws IOException {
    try (TargetFile file = target.beginFile(EntryPath.parse(path), FILE)) {
      file.write(0, ByteBuffer.wrap("evil".getBytes(UTF_8)));
      file.commit();
    }
  }
}
