package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.internal.posix.Posix;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A tree of files with everything that a Linux file system can hold, as far as the user who plants
 * it may: root plants devices, owners and the attributes of the system too.
 *
 * <p>{@link TreeFacts} describes it for comparisons; {@link #assertPresent} makes sure first that
 * nothing of it was left out.
 */
public final class EveryKindTree {
  /** The size of the sparse files: of each but the first and a few later kilobytes is a hole. */
  public static final long SPARSE_SIZE = 3L << 30;

  /** An attribute that Linux's POSIX access control lists live in, as its version 2 lays it out. */
  private static final byte[] ACL =
      HexFormat.of()
          .parseHex(
              "02000000"
                  + "01000600ffffffff" // owner: rw-
                  + "02000400d2040000" // user 1234: r--
                  + "04000400ffffffff" // group: r--
                  + "10000400ffffffff" // mask: r--
                  + "20000000ffffffff"); // others: ---

  /** {@code cap_net_raw=ep}, as version 2 of the attribute lays it out. */
  private static final byte[] CAPABILITY =
      HexFormat.of().parseHex("0100000200200000000000000000000000000000");

  private static final Instant OLD = Instant.parse("1969-07-20T20:17:40.123456789Z");
  private static final Instant RECENT = Instant.parse("2024-02-29T12:34:56.987654321Z");
  private static final Instant LATE = Instant.parse("2100-12-31T23:59:59.000000001Z");

  private final Path top;
  private final Posix posix;
  private final boolean root;

  private EveryKindTree(Path top, Posix posix) {
    this.top = top;
    this.posix = posix;
    this.root = posix.effectiveUser() == 0;
  }

  /**
   * Plants the tree.
   *
   * @param top a directory that is empty, or will be made
   */
  public static EveryKindTree plant(Path top) throws IOException {
    Posix posix = Posix.find().orElseThrow(() -> new AssertionError(Posix.unavailableReason()));
    EveryKindTree tree = new EveryKindTree(top, posix);
    Files.createDirectories(top);
    tree.files();
    tree.sparse();
    tree.links();
    tree.names();
    tree.nodes();
    tree.attributes();
    tree.permissionsAndOwners();
    tree.times();
    return tree;
  }

  /** Returns its top directory. */
  public Path top() {
    return top;
  }

  /** Returns the value of an access control list. */
  static byte[] accessList() {
    return ACL.clone();
  }

  /** Returns whether it holds what only root may make: devices, owners, system attributes. */
  public boolean plantedByRoot() {
    return root;
  }

  private void files() throws IOException {
    for (int size : new int[] {0, 1, 512, 513, 100_000}) {
      FileTree.write(top.resolve("files/" + size), FileTree.random(size, size));
    }
    FileTree.write(top.resolve("files/large"), FileTree.random(7, (3 << 20) + 17));
    Files.createDirectories(top.resolve("empty/also empty"));
  }

  /** Data at the start, in the middle and at the end; holes only; and a hole at the end. */
  private void sparse() throws IOException {
    Path directory = Files.createDirectories(top.resolve("sparse"));
    sparse(directory.resolve("both"), SPARSE_SIZE, 0, SPARSE_SIZE / 2, SPARSE_SIZE - 5000);
    sparse(directory.resolve("hole"), SPARSE_SIZE);
    sparse(directory.resolve("tail"), 64 << 20, 1 << 20);
    sparse(directory.resolve("head"), 64 << 20, (64 << 20) - 1);
  }

  private static void sparse(Path file, long size, long... dataAt) throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long at : dataAt) {
        int length = (int) Math.min(5000, size - at);
        out.write(ByteBuffer.wrap(FileTree.random(at, length)), at);
      }
    }
    try (var grown = new RandomAccessFile(file.toFile(), "rw")) {
      grown.setLength(size);
    }
  }

  private void links() throws IOException {
    Path directory = Files.createDirectories(top.resolve("links"));
    Files.createSymbolicLink(directory.resolve("relative"), Path.of("../files/513"));
    Files.createSymbolicLink(directory.resolve("absolute"), Path.of("/nowhere/absolute"));
    Files.createSymbolicLink(directory.resolve("dangling"), Path.of("nowhere/at/all"));
    Files.createSymbolicLink(directory.resolve("directory"), Path.of("../empty"));
    Files.createSymbolicLink(
        directory.resolve("bytes"), toPath(new byte[] {(byte) 0xff, 'x', (byte) 0x80}));
    Path first = FileTree.write(directory.resolve("hard a"), FileTree.random(1, 2_000_000));
    Files.createLink(directory.resolve("hard b"), first);
    Files.createLink(top.resolve("files/hard c"), first);
    Path small = FileTree.write(directory.resolve("small a"), "small");
    Files.createLink(directory.resolve("small b"), small);
    Files.createLink(directory.resolve("hard link to a link"), directory.resolve("dangling"));
  }

  private Path toPath(byte[] name) {
    return PathBytes.toName(name, top.getFileSystem());
  }

  /** The longest name, names that are no text, and a path of nearly the greatest length. */
  private void names() throws IOException {
    Path directory = Files.createDirectories(top.resolve("names"));
    FileTree.write(directory.resolve("n".repeat(255)), "longest");
    FileTree.write(directory.resolve(" -rf *\n\t\\'\"$(x)"), "odd");
    Files.write(
        directory.resolve(toPath(new byte[] {(byte) 0xc3, (byte) 0x28, (byte) 0xfe})), new byte[3]);
    Files.write(
        directory.resolve(toPath("Bücher 書 \ud83d\udcda".getBytes(StandardCharsets.UTF_8))),
        new byte[4]);
    Path deep = directory;
    String step = "d".repeat(200);
    // A restore puts the whole path below its target, and adds a temporary name.
    while (PathBytes.of(deep).length < 3000) {
      deep = deep.resolve(step);
    }
    FileTree.write(deep.resolve("deepest"), "deep");
  }

  private void nodes() throws IOException {
    Path directory = Files.createDirectories(top.resolve("nodes"));
    node(directory.resolve("fifo"), Posix.FIFO, 0, 0);
    node(directory.resolve("socket"), Posix.SOCKET, 0, 0);
    if (root) {
      node(directory.resolve("null"), Posix.CHARACTER_DEVICE, 1, 3);
      node(directory.resolve("loop"), Posix.BLOCK_DEVICE, 7, 200);
      node(directory.resolve("large numbers"), Posix.CHARACTER_DEVICE, 511, 1_048_575);
    }
  }

  private void node(Path path, int type, long major, long minor) throws IOException {
    posix.makeNode(PathBytes.of(path), type, 0600, major, minor);
    posix.setPermissions(PathBytes.of(path), 0640);
  }

  private void attributes() throws IOException {
    Path directory = Files.createDirectories(top.resolve("attributes"));
    Path user = FileTree.write(directory.resolve("user"), "user");
    attribute(user, "user.text", "some text".getBytes(StandardCharsets.UTF_8));
    attribute(user, "user.binary", new byte[] {0, 1, (byte) 0xff});
    attribute(user, "user.empty", new byte[0]);
    attribute(user, "user." + "n".repeat(250), FileTree.random(9, 1500));
    Path withList = FileTree.write(directory.resolve("acl"), "acl");
    attribute(withList, "system.posix_acl_access", ACL);
    Path below = Files.createDirectories(directory.resolve("directory"));
    attribute(below, "system.posix_acl_default", ACL);
    attribute(below, "user.of a directory", new byte[] {1});
    if (root) {
      Path able = FileTree.write(directory.resolve("capable"), "program");
      attribute(able, "security.capability", CAPABILITY);
      attribute(able, "trusted.of root", new byte[] {2});
      attribute(top.resolve("links/relative"), "trusted.of a link", new byte[] {3});
      attribute(top.resolve("nodes/fifo"), "trusted.of a fifo", new byte[] {4});
    }
  }

  private void attribute(Path path, String name, byte[] value) throws IOException {
    posix.setAttribute(PathBytes.of(path), name.getBytes(StandardCharsets.UTF_8), value);
  }

  private void permissionsAndOwners() throws IOException {
    Path directory = Files.createDirectories(top.resolve("permissions"));
    for (int mode : new int[] {0000, 0400, 0755, 04755, 02755, 01644, 07777}) {
      Path file = FileTree.write(directory.resolve(String.format("file %04o", mode)), "mode");
      owner(file);
      Files.setAttribute(file, "unix:mode", mode);
    }
    for (int mode : new int[] {0755, 01777, 02770, 0555}) {
      Path below =
          Files.createDirectories(directory.resolve(String.format("directory %04o", mode)));
      FileTree.write(below.resolve("file"), "in it");
      owner(below);
      Files.setAttribute(below, "unix:mode", mode);
    }
    owner(top.resolve("links/absolute"));
    owner(top.resolve("nodes/socket"));
  }

  private void owner(Path path) throws IOException {
    if (root) {
      posix.setOwner(PathBytes.of(path), 54_321, 12_345);
    }
  }

  /** Last, because everything else changes them. */
  private void times() throws IOException {
    modified(top.resolve("files/1"), OLD);
    modified(top.resolve("files/512"), LATE);
    modified(top.resolve("links/relative"), RECENT);
    modified(top.resolve("links/dangling"), OLD);
    modified(top.resolve("nodes/fifo"), RECENT);
    modified(top.resolve("nodes/socket"), OLD);
    for (String directory : List.of("empty/also empty", "empty", "links", "nodes", "names", "")) {
      modified(top.resolve(directory), RECENT);
    }
  }

  private void modified(Path path, Instant time) throws IOException {
    posix.setModified(PathBytes.of(path), time);
  }

  /**
   * Asserts that facts of a tree hold one of everything, so that comparing them means something.
   */
  public void assertPresent(Map<String, String> facts) {
    List<String> wanted =
        new ArrayList<>(
            List.of(
                "file ",
                "directory ",
                "link ",
                "fifo ",
                "socket ",
                "hard:",
                "holes:",
                "user.text",
                "system.posix_acl_access",
                "system.posix_acl_default",
                "1969-07-20T20:17:40.123456789Z",
                "2100-12-31T23:59:59.000000001Z",
                "2024-02-29T12:34:56.987654321Z"));
    for (int mode : new int[] {0000, 04755, 02755, 01644, 07777, 01777, 02770, 0555}) {
      wanted.add(String.format(" %04o ", mode));
    }
    if (root) {
      wanted.addAll(
          List.of(
              "character device 1:3 ",
              "block device 7:200 ",
              "device 511:1048575 ",
              " 54321:12345 ",
              "security.capability",
              "trusted.of a link",
              "trusted.of a fifo"));
    }
    for (String text : wanted) {
      assertThat(facts.values()).as(text).anyMatch(fact -> fact.contains(text));
    }
    assertThat(facts.keySet()).anyMatch(name -> name.endsWith("/" + "n".repeat(255)));
    assertThat(facts.keySet()).anyMatch(name -> name.contains("\\xc3("));
    assertThat(facts.keySet()).anyMatch(name -> name.length() > 2500 && name.endsWith("/deepest"));
    assertThat(facts).containsKeys("empty/also empty", "files/0", "sparse/hole");
  }
}
