package io.byssus.store.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.byssus.api.store.StoreFullException;
import io.byssus.testkit.store.StoreProbe;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one store, and processes that are killed. */
class ProcessesTest {
  /** Syncs cost nothing in memory, and who wins a link does not depend on the disk. */
  private static final Path MEMORY = Path.of("/dev/shm");

  /** Containers often have 64 MiB there. */
  private static final long ENOUGH = 256L << 20;

  /** Of how long each process lives before it is killed. */
  private static final long SEED = 20_261_120;

  private final Path disk;
  private Path fast;

  ProcessesTest(@TempDir Path disk) {
    this.disk = disk;
    this.fast = disk;
  }

  @BeforeEach
  void findFastPlace() throws IOException {
    boolean usable =
        Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() >= ENOUGH;
    fast = usable ? Files.createTempDirectory(MEMORY, "byssus-test-") : disk;
  }

  @AfterEach
  void cleanFastPlace() throws IOException {
    if (!fast.equals(disk)) {
      try (Stream<Path> paths = Files.walk(fast)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  @Test
  void twoProcessesThatCreateTheSame10000KeysHaveOneWinnerEach() throws Exception {
    assertOneWinnerEach(fast.resolve("store"), 10_000);
  }

  @Test
  @Tag("thorough")
  void twoProcessesThatCreateTheSame10000KeysOnADiskHaveOneWinnerEach() throws Exception {
    assertOneWinnerEach(disk.resolve("store"), 10_000);
  }

  private static void assertOneWinnerEach(Path root, int keys) throws Exception {
    Process first = startRacing(root, keys, "left");
    Process second = startRacing(root, keys, "right");
    List<Integer> left = ChildJvm.output(first).stream().map(Integer::valueOf).toList();
    List<Integer> right = ChildJvm.output(second).stream().map(Integer::valueOf).toList();

    assertThat(left).as("keys that the first process won").isNotEmpty();
    assertThat(right).as("keys that the second process won").isNotEmpty();
    assertThat(Stream.concat(left.stream(), right.stream()).sorted())
        .containsExactlyElementsOf(IntStream.range(0, keys).boxed().toList());
    try (FileSystemStore store = FileSystemStore.at(root)) {
      assertThat(StoreProbe.keys(store, "")).hasSize(keys);
      left.forEach(key -> assertCreatedBy(store, "left", key));
      right.forEach(key -> assertCreatedBy(store, "right", key));
    }
  }

  private static Process startRacing(Path root, int keys, String name) throws IOException {
    return ChildJvm.start(
        List.of(),
        CreatingProcess.class,
        "race",
        root.toString(),
        String.valueOf(keys),
        name,
        root.resolveSibling("rendezvous").toString());
  }

  private static void assertCreatedBy(FileSystemStore store, String name, int key) {
    assertThat(StoreProbe.text(store, "race/" + key))
        .isEqualTo(CreatingProcess.raceContent(name, key));
  }

  @Test
  void afterEveryOf30KillsAllThatIsListedIsWhole() throws Exception {
    killRepeatedly(disk.resolve("store"), 30);
  }

  @Test
  @Tag("thorough")
  void afterEveryOf200KillsAllThatIsListedIsWhole() throws Exception {
    killRepeatedly(disk.resolve("store"), 200);
  }

  /** Two at a time, so that one is killed beside another that goes on. */
  private static void killRepeatedly(Path root, int kills) throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    List<String> acknowledged = new ArrayList<>();
    for (int kill = 0; kill < kills; kill += 2) {
      List<Process> pair = List.of(startCreating(root, kill), startCreating(root, kill + 1));
      for (Process child : pair) {
        acknowledged.addAll(readAndKill(child, 1 + random.nextInt(20)));
      }
      assertWhole(root, acknowledged);
    }
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(kills);
  }

  private static Process startCreating(Path root, int seed) throws IOException {
    return ChildJvm.start(
        List.of(), CreatingProcess.class, "create", root.toString(), String.valueOf(seed));
  }

  /** Returns the keys whose creates had returned. */
  private static List<String> readAndKill(Process child, int enough) throws Exception {
    List<String> printed = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        printed.add(line);
        if (printed.size() == enough) {
          // SIGKILL, while the child is in the middle of the next create; that may cut a line.
          child.destroyForcibly();
          break;
        }
      }
    }
    assertThat(child.waitFor()).as("killed by signal 9").isEqualTo(128 + 9);
    return printed;
  }

  private static void assertWhole(Path root, List<String> acknowledged) {
    try (FileSystemStore store = FileSystemStore.at(root)) {
      List<String> keys = StoreProbe.keys(store, "");
      assertThat(keys).containsAll(acknowledged);
      for (String key : keys) {
        byte[] content = StoreProbe.content(store, key);
        assertThat(key).endsWith("/" + CreatingProcess.sha256(content));
      }
    }
  }

  @Test
  void whateverTheUmaskNothingIsEverOpenToOthers() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell to set the umask");
    Process child =
        ChildJvm.start(
            List.of("/bin/sh", "-c", "umask 0; exec \"$@\"", "sh"),
            PermissionsProcess.class,
            disk.resolve("a-new/store").toString());

    assertThat(ChildJvm.output(child))
        .containsExactly("directory rwx------", "file rw-------", "ordinary rw-rw-rw-");
  }

  @Test
  void anUnreadableDirectoryIsAnErrorThatNamesItAndNotAnEmptyList() throws Exception {
    Path root = disk.resolve("store");
    FileSystemStore store = FileSystemStore.at(root);
    StoreProbe.put(store, "packs/secret/blob", "");
    Path unreadable = root.resolve("packs/secret");
    Files.setPosixFilePermissions(unreadable, Set.of());
    try {
      Process child =
          ChildJvm.start(withoutPrivileges(), CreatingProcess.class, "list", root.toString());
      assertThat(ChildJvm.output(child))
          .singleElement()
          .asString()
          .contains("StoreAccessDeniedException")
          .contains("can't list " + unreadable);
    } finally {
      Files.setPosixFilePermissions(unreadable, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Root may read everything, unless it gives that right away. */
  private static List<String> withoutPrivileges() {
    if (!System.getProperty("user.name").equals("root")) {
      return List.of();
    }
    Path setpriv = Path.of("/usr/bin/setpriv");
    assumeTrue(Files.isExecutable(setpriv), "root needs setpriv to drop the right to read all");
    return List.of(setpriv.toString(), "--bounding-set=-dac_override,-dac_read_search");
  }

  @Test
  void aFullDiskIsSaidAndLeavesNothing() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can mount a small disk");
    Path mount = Files.createDirectory(disk.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", mount.toString()) == 0,
        "this machine does not let root mount");
    try (FileSystemStore store = FileSystemStore.at(mount.resolve("store"))) {
      StoreProbe.put(store, "a/small", "content");

      assertThatThrownBy(() -> StoreProbe.put(store, "a/large", new byte[2 << 20]))
          .isInstanceOf(StoreFullException.class);

      assertThat(StoreProbe.keys(store, "")).containsExactly("a/small");
      assertThat(mount.resolve("store").resolve(TemporaryFiles.DIRECTORY)).isEmptyDirectory();
      StoreProbe.put(store, "a/large", new byte[500_000]);
    } finally {
      assertThat(run("umount", mount.toString())).isZero();
    }
  }

  private static int run(String... command) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
