package io.byssus.core.target;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.SourceEntry;
import io.byssus.api.source.SourceSession;
import io.byssus.api.target.TargetFile;
import io.byssus.api.target.TargetSession;
import io.byssus.core.source.FileSource;
import io.byssus.core.source.WalkedTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes a tree of strange names from a source into a target. Is also a program, so that it can run
 * in another locale: its argument is an empty directory, and it fails if anything came back
 * changed.
 */
final class NameRoundTrip {
  private static final List<byte[]> NAMES =
      List.of(
          "plain".getBytes(UTF_8),
          "é".getBytes(UTF_8),
          "e\u0301".getBytes(UTF_8),
          "日本".getBytes(UTF_8),
          "😀".getBytes(UTF_8),
          new byte[] {(byte) 0xff, (byte) 0xfe},
          new byte[] {(byte) 0xe3, 'x'},
          "line\nbreak".getBytes(UTF_8),
          "-rf".getBytes(UTF_8),
          "'\"\\ $*?[%41]".getBytes(UTF_8),
          " ".getBytes(UTF_8),
          "...".getBytes(UTF_8),
          new byte[] {1, 0x7f},
          repeated((byte) 'n', 255),
          repeated((byte) 0xfd, 255));

  private static final List<byte[]> LINK_TARGETS =
      List.of(
          "nowhere".getBytes(UTF_8),
          "/absolute/nowhere".getBytes(UTF_8),
          ".".getBytes(UTF_8),
          "../..".getBytes(UTF_8),
          "trailing/".getBytes(UTF_8),
          "/nowhere/".getBytes(UTF_8),
          "é".getBytes(UTF_8),
          "./é/../日本/".getBytes(UTF_8),
          "/é/日本".getBytes(UTF_8),
          "-%41 \n".getBytes(UTF_8),
          new byte[] {(byte) 0xff, '/', (byte) 0xfe},
          new byte[] {'/', (byte) 0xff},
          repeated((byte) 0xfb, 1000));

  private NameRoundTrip() {}

  /** Runs it and prints what came back. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    if (!run(directory).equals(planted())) {
      throw new IllegalStateException("names did not come back: " + run(directory));
    }
    System.out.println(
        "same " + planted().size() + " in " + System.getProperty("sun.jnu.encoding"));
  }

  /** Returns what must come back: hexadecimal names, with content or link target. */
  static Map<String, String> planted() {
    Map<String, String> expected = new TreeMap<>();
    for (byte[] name : NAMES) {
      expected.put("dirs/" + hex(name), "directory");
      expected.put("dirs/" + hex(name) + "/" + hex(name), "file " + hex(name));
    }
    for (int i = 0; i < LINK_TARGETS.size(); i++) {
      expected.put("links/" + hex(("l" + i).getBytes(UTF_8)), "link " + hex(LINK_TARGETS.get(i)));
    }
    return expected;
  }

  /** Plants the tree through a target, reads it, restores it, and returns what is there then. */
  static Map<String, String> run(Path directory) throws IOException {
    Path source = directory.resolve("source");
    Path restored = directory.resolve("restored");
    plant(source);
    try (SourceSession session = FileSource.of(source).open();
        TargetSession target = FileTarget.at(restored).open()) {
      restore(session, session.root(), target);
    }
    Path again = restored.resolve(Path.of("/").relativize(source.toAbsolutePath().normalize()));
    return describe(again);
  }

  private static void plant(Path source) throws IOException {
    EntryMetadata directory = EntryMetadata.of(EntryKind.DIRECTORY).permissions(0755).build();
    try (TargetSession target = FileTarget.at(source).open()) {
      target.beginDirectory(EntryPath.root());
      EntryPath directories = EntryPath.parse("dirs");
      target.beginDirectory(directories);
      for (byte[] name : NAMES) {
        EntryPath below = directories.resolve(EntryName.of(name));
        target.beginDirectory(below);
        file(target, below.resolve(EntryName.of(name)), name);
        target.endDirectory(below, directory);
      }
      EntryPath links = EntryPath.parse("links");
      target.beginDirectory(links);
      for (int i = 0; i < LINK_TARGETS.size(); i++) {
        EntryMetadata link = EntryMetadata.of(EntryKind.SYMBOLIC_LINK).build();
        target.symbolicLink(links.resolve(EntryName.of("l" + i)), link, LINK_TARGETS.get(i));
      }
    }
  }

  private static void file(TargetSession target, EntryPath path, byte[] content)
      throws IOException {
    EntryMetadata metadata =
        EntryMetadata.of(EntryKind.FILE).permissions(0644).size(content.length).build();
    try (TargetFile file = target.beginFile(path, metadata)) {
      file.write(0, ByteBuffer.wrap(content));
      file.commit();
    }
  }

  private static void restore(SourceSession session, SourceEntry directory, TargetSession target)
      throws IOException {
    target.beginDirectory(directory.path());
    for (SourceEntry entry : list(session, directory)) {
      switch (entry.metadata().kind()) {
        case DIRECTORY -> restore(session, entry, target);
        case FILE -> file(target, entry.path(), WalkedTree.read(session, entry));
        default -> target.symbolicLink(entry.path(), entry.metadata(), entry.linkTarget());
      }
    }
    target.endDirectory(directory.path(), directory.metadata());
  }

  private static List<SourceEntry> list(SourceSession session, SourceEntry directory)
      throws IOException {
    List<SourceEntry> entries = new ArrayList<>();
    session.list(
        directory,
        new SourceSession.Visitor() {
          @Override
          public void entry(SourceEntry entry) {
            entries.add(entry);
          }

          @Override
          public void problem(EntryPath path, IOException failure) {
            throw new AssertionError(path.toString(), failure);
          }
        });
    return entries;
  }

  private static Map<String, String> describe(Path directory) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (SourceSession session = FileSource.of(directory).open()) {
      for (SourceEntry entry : WalkedTree.of(session).entries().values()) {
        List<EntryName> names = entry.path().names();
        int top = directory.toAbsolutePath().normalize().getNameCount();
        if (names.size() > top + 1) {
          StringBuilder key = new StringBuilder(names.get(top).toString());
          names.subList(top + 1, names.size()).forEach(n -> key.append('/').append(hex(n.bytes())));
          found.put(
              key.toString(),
              switch (entry.metadata().kind()) {
                case DIRECTORY -> "directory";
                case FILE -> "file " + hex(WalkedTree.read(session, entry));
                default -> "link " + hex(entry.linkTarget());
              });
        }
      }
    }
    return Collections.unmodifiableMap(found);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] repeated(byte value, int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, value);
    return bytes;
  }
}
