package io.byssus.core.target;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.TargetFile;
import io.byssus.api.target.TargetSession;
import io.byssus.api.target.TargetUnwritableException;
import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.internal.metadata.MetadataReader;
import io.byssus.core.internal.posix.Posix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a target makes of what it is given. */
class FileTargetTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_234_567_890L, 123_456_789);

  /** A number that is nobody's, of a user and of a group. */
  private static final long RECORDED_NUMBER = 54_321;

  private Path temporary;
  private Path directory;
  private TargetSession target;

  @BeforeEach
  void open(@TempDir Path temporary) throws IOException {
    this.temporary = temporary;
    directory = temporary.resolve("parent/target");
    target = FileTarget.at(directory).open();
    target.beginDirectory(EntryPath.root());
  }

  @AfterEach
  void close() {
    target.close();
  }

  @Test
  void makesItsDirectoryWithParents() throws IOException {
    assertThat(directory).isEmptyDirectory();
    assertThat(FileTarget.at(directory).location()).isEqualTo(directory.toString());
  }

  @Test
  void refusesATargetThatIsAFile() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "x");

    assertThatThrownBy(() -> FileTarget.at(file).open())
        .isInstanceOf(TargetUnwritableException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void restoresAFileWithContentPermissionsAndTimeToTheNanosecond() throws IOException {
    restore("f", "content", permissions(EntryKind.FILE, 0640));

    assertThat(directory.resolve("f")).hasContent("content");
    EntryMetadata found = metadata("f");
    assertThat(found.permissions()).isEqualTo(0640);
    assertThat(found.modified()).isEqualTo(TIME);
    assertOnly("f");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 0200, 0400, 0777, 01777, 02755, 04755, 07777})
  void restoresAllTwelvePermissionBits(int bits) throws IOException {
    restore("f", "content", permissions(EntryKind.FILE, bits));
    target.beginDirectory(EntryPath.parse("d"));
    target.endDirectory(EntryPath.parse("d"), permissions(EntryKind.DIRECTORY, bits).build());

    assertThat(metadata("f").permissions()).isEqualTo(bits);
    assertThat(metadata("d").permissions()).isEqualTo(bits);
    assertThat(metadata("d").modified()).isEqualTo(TIME);
  }

  @ParameterizedTest
  @CsvSource({
    "0644, 0644", "0755, 0755", "0600, 0600", "0640, 0600", "0666, 0600", "0464, 0600",
    "0444, 0600", "0664, 0600", "04755, 0600", "0, 0600", "0777, 0600", "0604, 0604"
  })
  void opensAFileToOthersBeforeItHasItsOwnerOnlyIfAllMayReadIt(String wanted, String meanwhile)
      throws IOException {
    EntryMetadata.Builder file = permissions(EntryKind.FILE, Integer.parseInt(wanted, 8));

    try (TargetFile begun = target.beginFile(EntryPath.parse("f"), file.size(0).build());
        Stream<Path> names = Files.list(directory)) {
      int open = (Integer) Files.getAttribute(names.findAny().orElseThrow(), "unix:mode");
      int most = Integer.parseInt(meanwhile, 8);
      assertThat(open & 0777 & ~most).isZero(); // the process's mask may take more away
      begun.commit();
    }

    assertThat(metadata("f").permissions()).isEqualTo(Integer.parseInt(wanted, 8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "1969-12-31T23:59:55Z",
        "1901-12-14T00:00:00Z",
        "2038-01-19T03:14:08.000000001Z",
        "2242-03-16T12:56:32.999999999Z"
      })
  void restoresTimesFarAway(String time) throws IOException {
    Instant instant = Instant.parse(time);
    restore("f", "x", permissions(EntryKind.FILE, 0600).modified(instant));

    assertThat(metadata("f").modified()).isEqualTo(instant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1969-12-31T23:59:55.75Z", "2009-02-13T23:31:30.123456789Z"})
  void restoresTimesOfLinksAndThoseBefore1970ToTheNanosecond(String time) throws IOException {
    assumeTrue(Posix.available(), Posix.unavailableReason());
    Instant instant = Instant.parse(time);
    restore("f", "x", permissions(EntryKind.FILE, 0600).modified(instant));
    EntryMetadata link = EntryMetadata.of(EntryKind.SYMBOLIC_LINK).modified(instant).build();
    target.symbolicLink(EntryPath.parse("l"), link, "nowhere".getBytes(UTF_8));

    assertThat(metadata("f").modified()).isEqualTo(instant);
    assertThat(metadata("l").modified()).isEqualTo(instant);
    assertThat(Files.readSymbolicLink(directory.resolve("l"))).isEqualTo(Path.of("nowhere"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1677-09-21T00:12:43Z",
        "1901-12-13T20:45:51Z",
        "1969-12-31T23:59:59.999999999Z",
        "2038-01-19T03:14:08Z",
        "2262-04-11T23:47:16.854775807Z",
        "2262-04-12T00:00:00Z",
        "2300-01-01T00:00:00.000001Z",
        "2446-05-10T22:38:56Z",
        "+12345-01-01T00:00:00Z"
      })
  void restoresTimesThatTheJdkCutsOffOrSaysThatTheFileSystemCant(String time) throws IOException {
    assumeTrue(Posix.available(), Posix.unavailableReason());
    Instant instant = Instant.parse(time);
    List<String> omitted = new ArrayList<>();
    target.onOmission((path, what, reason) -> omitted.add(path + " " + what));
    Path asked = Files.createFile(temporary.resolve("asked"));
    Posix.find().orElseThrow().setModified(PathBytes.of(asked), instant);
    Instant possible = metadata(asked).modified();

    restore("f", "x", permissions(EntryKind.FILE, 0600).modified(instant));
    target.beginDirectory(EntryPath.parse("d"));
    target.endDirectory(
        EntryPath.parse("d"), permissions(EntryKind.DIRECTORY, 0700).modified(instant).build());

    assertThat(metadata("f").modified()).isEqualTo(possible);
    assertThat(metadata("d").modified()).isEqualTo(possible);
    if (possible.equals(instant)) {
      assertThat(omitted).isEmpty();
    } else {
      assertThat(omitted).containsExactly("/f modification time", "/d modification time");
    }
  }

  @Test
  void aDirectoryThatIsOnlyPassedKeepsATimeThatTheJdkCutsOff() throws IOException {
    assumeTrue(Posix.available(), Posix.unavailableReason());
    Path there = Files.createDirectory(directory.resolve("there"));
    Posix.find()
        .orElseThrow()
        .setModified(PathBytes.of(there), Instant.parse("2300-01-01T00:00:00Z"));
    Instant before = metadata("there").modified();

    target.beginDirectory(EntryPath.parse("there"));
    restore("there/f", "x", permissions(EntryKind.FILE, 0600));
    target.leaveDirectory(EntryPath.parse("there"));

    assertThat(metadata("there").modified()).isEqualTo(before);
  }

  @Test
  void keepsADirectoryPrivateUntilItEnds() throws IOException {
    EntryPath path = EntryPath.parse("d");
    target.beginDirectory(path);
    assertThat(metadata("d").permissions() & 0777).isEqualTo(0700);

    restore("d/f", "x", permissions(EntryKind.FILE, 0644));
    target.endDirectory(path, permissions(EntryKind.DIRECTORY, 0555).build());

    assertThat(metadata("d").permissions()).isEqualTo(0555);
    assertThat(metadata("d").modified()).isEqualTo(TIME);
  }

  @Test
  void leavesTheMetadataOfADirectoryThatWasThereAlone() throws IOException {
    target.complete();
    target.close();
    target = FileTarget.at(directory).open();
    target.beginDirectory(EntryPath.root());
    EntryMetadata before = metadata("");

    target.endDirectory(EntryPath.root(), permissions(EntryKind.DIRECTORY, 01111).build());

    assertThat(metadata("")).isEqualTo(before);
  }

  @Test
  void showsAFileOnlyWhenItIsWholeAndPrivateUntilThen() throws IOException {
    try (TargetFile file = begin("f", permissions(EntryKind.FILE, 0640).size(3))) {
      file.write(0, ByteBuffer.wrap("abc".getBytes(UTF_8)));

      assertThat(directory.resolve("f")).doesNotExist();
      List<Path> there = children();
      assertThat(there).hasSize(1);
      assertThat(Files.getAttribute(there.get(0), "unix:mode")).isEqualTo(0100600);
      file.commit();
      assertThatThrownBy(file::commit).isInstanceOf(IllegalStateException.class);
    }
    assertOnly("f");
  }

  @Test
  void leavesNoTraceOfWhatWasNotCommitted() throws IOException {
    try (TargetFile file = begin("f", permissions(EntryKind.FILE, 0644).size(3))) {
      file.write(0, ByteBuffer.wrap("abc".getBytes(UTF_8)));
    }
    TargetFile open = begin("g", permissions(EntryKind.FILE, 0644));
    target.close();
    open.close();

    assertThat(directory.getParent()).doesNotExist();
    assertThatThrownBy(() -> begin("h", permissions(EntryKind.FILE, 0644)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(directory.getParent()).doesNotExist();
  }

  @Test
  void replacesAFileOrLinkButNotItsTarget() throws IOException {
    Path outside = Files.writeString(temporary.resolve("outside"), "outside");
    Files.writeString(directory.resolve("f"), "before");
    Files.createSymbolicLink(directory.resolve("l"), outside);
    Files.createSymbolicLink(directory.resolve("m"), outside);

    restore("f", "after", permissions(EntryKind.FILE, 0644));
    restore("l", "after", permissions(EntryKind.FILE, 0644));
    link("m", "elsewhere");

    assertThat(directory.resolve("f")).hasContent("after");
    assertThat(directory.resolve("l")).isRegularFile().hasContent("after");
    assertThat(Files.isSymbolicLink(directory.resolve("l"))).isFalse();
    assertThat(Files.readSymbolicLink(directory.resolve("m"))).isEqualTo(Path.of("elsewhere"));
    assertThat(outside).hasContent("outside");
  }

  @Test
  void makesAFileAsLongAsItsMetadataSays() throws IOException {
    try (TargetFile longer = begin("longer", permissions(EntryKind.FILE, 0644).size(10));
        TargetFile shorter = begin("shorter", permissions(EntryKind.FILE, 0644).size(2));
        TargetFile hole = begin("hole", permissions(EntryKind.FILE, 0644).size(1L << 33))) {
      longer.write(0, ByteBuffer.wrap("abc".getBytes(UTF_8)));
      shorter.write(0, ByteBuffer.wrap("abc".getBytes(UTF_8)));
      longer.commit();
      shorter.commit();
      hole.commit();
    }

    assertThat(directory.resolve("longer")).hasContent("abc\0\0\0\0\0\0\0");
    assertThat(directory.resolve("shorter")).hasContent("ab");
    assertThat(directory.resolve("hole")).hasSize(1L << 33);
  }

  @Test
  void takesPartsFromSeveralThreadsInAnyOrder() throws Exception {
    long seed = System.nanoTime();
    byte[] content = new byte[5_000_003];
    new Random(seed).nextBytes(content);
    int part = 700_000;
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (TargetFile file = begin("f", permissions(EntryKind.FILE, 0644).size(content.length))) {
      List<Future<?>> writes = new ArrayList<>();
      for (int start = content.length / part * part; start >= 0; start -= part) {
        int offset = start;
        int length = Math.min(part, content.length - offset);
        ByteBuffer data = ByteBuffer.wrap(content, offset, length);
        writes.add(
            threads.submit(
                () -> {
                  file.write(offset, data);
                  return data.remaining();
                }));
      }
      for (Future<?> write : writes) {
        assertThat(write.get()).isEqualTo(0);
      }
      file.commit();
    } finally {
      threads.shutdownNow();
    }

    assertThat(directory.resolve("f")).as("seed %d", seed).hasBinaryContent(content);
  }

  @Test
  void fillsADirectoryThatIsThereAndKeepsWhatIsInIt() throws IOException {
    Files.createDirectory(directory.resolve("d"));
    Files.writeString(directory.resolve("d/kept"), "kept");

    EntryPath path = EntryPath.parse("d");
    target.beginDirectory(path);
    restore("d/f", "x", permissions(EntryKind.FILE, 0644));
    target.endDirectory(path, permissions(EntryKind.DIRECTORY, 0750).build());

    assertThat(directory.resolve("d/kept")).hasContent("kept");
    assertThat(metadata("d").permissions()).isEqualTo(0750);
  }

  @Test
  void makesAReadOnlyDirectoryOfItsOwnWritableWhileItIsFilled() throws IOException {
    assumeFalse(isRoot(), "root may write to every directory");
    Path closed = Files.createDirectory(directory.resolve("d"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));

    EntryPath path = EntryPath.parse("d");
    target.beginDirectory(path);
    restore("d/f", "x", permissions(EntryKind.FILE, 0));
    target.endDirectory(path, permissions(EntryKind.DIRECTORY, 0).build());

    assertThat(metadata("d").permissions()).isZero();
  }

  @Test
  void saysWhenItsDirectoryCantBeWritten() throws IOException {
    assumeFalse(isRoot(), "root may write to every directory");
    Path closed = Files.createDirectory(temporary.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));

    try (TargetSession session = FileTarget.at(closed).open()) {
      session.beginDirectory(EntryPath.root());
      EntryPath path = EntryPath.parse("f");
      EntryMetadata metadata = permissions(EntryKind.FILE, 0644).build();
      assertThatThrownBy(() -> session.beginFile(path, metadata))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining(closed.toString());
    }
    assertThatThrownBy(() -> FileTarget.at(closed.resolve("below")).open())
        .isInstanceOf(TargetUnwritableException.class);
  }

  @Test
  void restoresOwnersAsRootAndKeepsSpecialBits() throws IOException {
    assumeTrue(isRoot(), "only root may give files away");
    target.beginDirectory(EntryPath.parse("d"));
    restore("d/f", "x", permissions(EntryKind.FILE, 06755).owner(1234, 4_000_000_000L));
    link("d/l", "f");
    target.endDirectory(
        EntryPath.parse("d"), permissions(EntryKind.DIRECTORY, 03775).owner(7, 8).build());

    assertOwner("d/f", 1234, 4_000_000_000L, 06755);
    assertOwner("d", 7, 8, 03775);
    assertThat(metadata("d/f").modified()).isEqualTo(TIME);
    assertThat(metadata("d/l").uid()).isEqualTo(1234);
    assertThat(metadata("d/l").gid()).isEqualTo(5678);
  }

  @Test
  void givesToWhomHasTheRecordedNamesHereWhateverTheirNumbers() throws IOException {
    assumeTrue(isRoot(), "only root may give files away");
    EntryMetadata daemon = daemons();

    EntryMetadata found = restoredWithOwner(OwnerPolicy.BY_NAME, "daemon");

    assertThat(found.uid()).isEqualTo(daemon.uid()).isNotEqualTo(RECORDED_NUMBER);
    assertThat(found.gid()).isEqualTo(daemon.gid()).isNotEqualTo(RECORDED_NUMBER);
  }

  @Test
  void givesToTheRecordedNumbersWhereNobodyHasTheNames() throws IOException {
    assumeTrue(isRoot(), "only root may give files away");

    EntryMetadata found = restoredWithOwner(OwnerPolicy.BY_NAME, "nobody has this name");

    assertThat(found.uid()).isEqualTo(RECORDED_NUMBER);
    assertThat(found.gid()).isEqualTo(RECORDED_NUMBER);
  }

  @Test
  void givesToTheRecordedNumbersWhoeverHasTheNamesWhenToldTo() throws IOException {
    assumeTrue(isRoot(), "only root may give files away");

    EntryMetadata found = restoredWithOwner(OwnerPolicy.BY_NUMBER, "daemon");

    assertThat(found.uid()).isEqualTo(RECORDED_NUMBER);
    assertThat(found.gid()).isEqualTo(RECORDED_NUMBER);
  }

  @Test
  void givesNothingAwayWhenToldTo() throws IOException {
    assumeTrue(isRoot(), "only root may give files away");
    EntryMetadata own = metadata("");

    EntryMetadata found = restoredWithOwner(OwnerPolicy.NEVER, "daemon");

    assertThat(found.uid()).isEqualTo(own.uid());
    assertThat(found.gid()).isEqualTo(own.gid());
  }

  /** Returns the metadata of what is of the user and the group of that name here. */
  private EntryMetadata daemons() throws IOException {
    Path file = Files.createFile(temporary.resolve("daemon's"));
    var names = file.getFileSystem().getUserPrincipalLookupService();
    var owners = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    owners.setOwner(names.lookupPrincipalByName("daemon"));
    owners.setGroup(names.lookupPrincipalByGroupName("daemon"));
    return metadata(file);
  }

  /** Restores a file twice, over itself the second time; returns what it then has. */
  private EntryMetadata restoredWithOwner(OwnerPolicy policy, String name) throws IOException {
    EntryMetadata file =
        permissions(EntryKind.FILE, 0640)
            .owner(RECORDED_NUMBER, RECORDED_NUMBER)
            .ownerNames(name, name)
            .build();
    EntryPath path = EntryPath.parse("f");
    List<String> omitted = new ArrayList<>();
    try (TargetSession session = FileTarget.at(directory).owners(policy).open()) {
      session.onOmission((omittedPath, what, reason) -> omitted.add(omittedPath + " " + what));
      session.beginDirectory(EntryPath.root());
      try (TargetFile begun = session.beginFile(path, file)) {
        begun.commit();
      }
      EntryMetadata made = metadata("f");
      session.updateMetadata(path, file);
      assertThat(metadata("f")).isEqualTo(made);
    }
    assertThat(omitted).isEmpty();
    return metadata("f");
  }

  @Test
  void leavesOwnersAndTheirSpecialBitsAloneWhenToldTo() throws IOException {
    EntryMetadata own = metadata("");
    List<String> omitted = new ArrayList<>();
    try (TargetSession never = FileTarget.at(directory).owners(OwnerPolicy.NEVER).open()) {
      never.onOmission((path, what, reason) -> omitted.add(path + " " + what));
      never.beginDirectory(EntryPath.root());
      EntryMetadata.Builder other =
          permissions(EntryKind.FILE, 07755).owner(own.uid() + 1, own.gid());
      try (TargetFile file = never.beginFile(EntryPath.parse("f"), other.build())) {
        file.commit();
      }
    }

    assertOwner("f", own.uid(), own.gid(), 01755);
    assertThat(omitted).containsExactly("/f setuid bit", "/f setgid bit");
  }

  @Test
  void namesOwnersThatItMayNotSet() throws IOException {
    assumeFalse(isRoot(), "root may give files away");
    List<String> omitted = new ArrayList<>();
    target.onOmission((path, what, reason) -> omitted.add(path + " " + what));

    restore("f", "x", permissions(EntryKind.FILE, 06644).owner(0, 0));

    assertThat(omitted).containsExactly("/f owner", "/f setuid bit", "/f setgid bit");
    assertThat(metadata("f").permissions()).isEqualTo(0644);
  }

  private void assertOwner(String name, long uid, long gid, int permissions) throws IOException {
    EntryMetadata found = metadata(name);
    assertThat(found.uid()).isEqualTo(uid);
    assertThat(found.gid()).isEqualTo(gid);
    assertThat(found.permissions()).isEqualTo(permissions);
  }

  private void restore(String path, String content, EntryMetadata.Builder metadata)
      throws IOException {
    byte[] bytes = content.getBytes(UTF_8);
    try (TargetFile file = begin(path, metadata.size(bytes.length))) {
      file.write(0, ByteBuffer.wrap(bytes));
      file.commit();
    }
  }

  private TargetFile begin(String path, EntryMetadata.Builder metadata) throws IOException {
    return target.beginFile(EntryPath.parse(path), metadata.build());
  }

  private void link(String path, String pointer) throws IOException {
    EntryMetadata metadata = permissions(EntryKind.SYMBOLIC_LINK, 0777).owner(1234, 5678).build();
    target.symbolicLink(EntryPath.parse(path), metadata, pointer.getBytes(UTF_8));
  }

  private static EntryMetadata.Builder permissions(EntryKind kind, int bits) {
    return EntryMetadata.of(kind).permissions(bits).modified(TIME);
  }

  private EntryMetadata metadata(String name) throws IOException {
    return metadata(directory.resolve(name));
  }

  private static EntryMetadata metadata(Path file) throws IOException {
    return MetadataReader.of(file.getFileSystem()).read(file, LinkOption.NOFOLLOW_LINKS);
  }

  private boolean isRoot() throws IOException {
    return metadata("").uid() == 0;
  }

  private List<Path> children() throws IOException {
    try (var files = Files.list(directory)) {
      return files.toList();
    }
  }

  private void assertOnly(String name) throws IOException {
    assertThat(children()).containsExactly(directory.resolve(name));
  }
}
