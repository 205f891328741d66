package io.byssus.core.source;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.ExtendedAttributes;
import io.byssus.api.source.SourceSession.Omissions;
import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.internal.posix.Errors;
import io.byssus.core.internal.posix.Posix;
import io.byssus.core.internal.posix.PosixException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the extended attributes of files: all of them where system calls can be made, else those
 * that Java reads, of files and directories in the {@code user} namespace. Thread-safe.
 */
final class AttributeReader {
  private static final String USER = "user.";
  private static final String BEYOND_JAVA = "extended attributes outside user.*, if there are any";

  private AttributeReader() {}

  static ExtendedAttributes read(Path file, EntryKind kind, Omissions omissions)
      throws IOException {
    if (!file.getFileSystem().equals(FileSystems.getDefault())) {
      return ExtendedAttributes.none();
    }
    Collected collected = new Collected(omissions);
    if (Posix.available()) {
      posix(Posix.find().orElseThrow(), PathBytes.of(file), collected);
    } else {
      omissions.add(BEYOND_JAVA, Posix.unavailableReason());
      // The JDK opens what it reads attributes of, and a fifo would make it wait.
      if (kind == EntryKind.FILE || kind == EntryKind.DIRECTORY) {
        user(file, collected);
      }
    }
    return ExtendedAttributes.of(collected.values);
  }

  private static void posix(Posix posix, byte[] file, Collected collected) throws IOException {
    List<byte[]> names;
    try {
      names = posix.attributeNames(file);
    } catch (PosixException e) {
      if (e.error() != Errors.NOT_SUPPORTED) {
        collected.omissions.add("extended attributes", reason(e));
      }
      return;
    } catch (AccessDeniedException e) {
      collected.omissions.add("extended attributes", "permission denied");
      return;
    }
    for (byte[] name : names) {
      try {
        collected.add(name, posix.attribute(file, name));
      } catch (PosixException e) {
        if (e.error() != Errors.NO_SUCH_ATTRIBUTE) { // It may have been removed in between.
          collected.omissions.add(Collected.text(name), reason(e));
        }
      } catch (AccessDeniedException e) {
        collected.omissions.add(Collected.text(name), "permission denied");
      }
    }
  }

  private static String reason(PosixException failure) {
    return String.valueOf(failure.getReason());
  }

  private static void user(Path file, Collected collected) throws IOException {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(
            file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      return;
    }
    try {
      for (String name : view.list()) {
        ByteBuffer value = ByteBuffer.allocate(view.size(name));
        view.read(name, value);
        collected.add((USER + name).getBytes(StandardCharsets.UTF_8), value.flip().array());
      }
    } catch (AccessDeniedException e) {
      collected.omissions.add("extended attributes", "permission denied");
    }
  }

  /** What was read of one entry. */
  private static final class Collected {
    private final Omissions omissions;
    private final Map<String, byte[]> values = new HashMap<>();
    private int room = ExtendedAttributes.MAX_BYTES;

    Collected(Omissions omissions) {
      this.omissions = omissions;
    }

    void add(byte[] nameBytes, byte[] value) {
      String name;
      try {
        name = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(nameBytes)).toString();
      } catch (CharacterCodingException e) {
        omissions.add("extended attributes", "their names are no UTF-8");
        return;
      }
      boolean tooLong =
          nameBytes.length > ExtendedAttributes.MAX_NAME_BYTES
              || value.length > ExtendedAttributes.MAX_VALUE_BYTES
              || nameBytes.length + value.length > room;
      if (tooLong) {
        omissions.add(name, "more than 96 KiB of attributes, or 64 KiB of one, at one entry");
        return;
      }
      room -= nameBytes.length + value.length;
      values.put(name, value);
    }

    static String text(byte[] name) {
      return new String(name, StandardCharsets.UTF_8);
    }
  }
}
