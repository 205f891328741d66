package io.byssus.core.target;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.ExtendedAttributes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A change that can be taken back, and how it stands in the journal of an {@link UndoLog}: a line
 * of words, names and values in base64.
 */
sealed interface UndoStep {
  /** Returns what was changed. */
  EntryPath path();

  /** Returns the step as a line, without its end. */
  String line();

  /**
   * An entry is made where none was.
   *
   * @param made what is put there, if that is known before
   */
  record Creation(EntryPath path, @Nullable Made made) implements UndoStep {
    @Override
    public String line() {
      String known = made == null ? "" : " " + made.inode() + " " + made.modified();
      return "created " + encode(path) + known;
    }
  }

  /** By what an entry that was made is known again, unless somebody has changed it. */
  record Made(long inode, Instant modified) {
    static Made of(EntryMetadata metadata) {
      return new Made(metadata.inode(), metadata.modified());
    }
  }

  /** What was there is moved aside, under a number. */
  record Move(EntryPath path, long number) implements UndoStep {
    @Override
    public String line() {
      return "moved " + encode(path) + " " + number;
    }
  }

  /** The metadata of an entry is changed; this is what it was. */
  record Change(EntryPath path, EntryMetadata before) implements UndoStep {
    @Override
    public String line() {
      return "changed "
          + encode(path)
          + " "
          + before.kind()
          + " "
          + before.permissions()
          + " "
          + before.uid()
          + " "
          + before.gid()
          + " "
          + before.modified()
          + before.attributes().names().stream()
              .map(name -> " " + encode(name) + "=" + encode(before.attributes().value(name)))
              .collect(Collectors.joining());
    }
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is none
   */
  static UndoStep parse(String line) {
    String[] words = line.split(" ", -1);
    try {
      EntryPath path = decodePath(words[1]);
      return switch (words[0]) {
        case "created" -> new Creation(path, made(words));
        case "moved" -> new Move(path, Long.parseLong(words[2]));
        case "changed" -> new Change(path, metadata(words));
        default -> throw new IllegalArgumentException("not a step: '" + line + "'");
      };
    } catch (IndexOutOfBoundsException | DateTimeParseException e) {
      throw new IllegalArgumentException("not a whole step: '" + line + "'", e);
    }
  }

  private static @Nullable Made made(String[] words) {
    return words.length < 3 ? null : new Made(Long.parseLong(words[2]), Instant.parse(words[3]));
  }

  private static EntryMetadata metadata(String[] words) {
    Map<String, byte[]> attributes = new TreeMap<>();
    for (int i = 7; i < words.length; i++) {
      int split = words[i].indexOf('=');
      byte[] name = decode(words[i].substring(0, split));
      attributes.put(
          new String(name, StandardCharsets.UTF_8), decode(words[i].substring(split + 1)));
    }
    return EntryMetadata.of(EntryKind.valueOf(words[2]))
        .permissions(Integer.parseInt(words[3]))
        .owner(Long.parseLong(words[4]), Long.parseLong(words[5]))
        .modified(Instant.parse(words[6]))
        .attributes(ExtendedAttributes.of(attributes))
        .build();
  }

  private static String encode(EntryPath path) {
    return "/"
        + path.names().stream().map(name -> encode(name.bytes())).collect(Collectors.joining("/"));
  }

  private static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static EntryPath decodePath(String word) {
    List<EntryName> names = new ArrayList<>();
    for (String part : word.split("/", -1)) {
      if (!part.isEmpty()) {
        names.add(EntryName.of(decode(part)));
      }
    }
    return EntryPath.of(names);
  }

  private static byte[] decode(String word) {
    return Base64.getUrlDecoder().decode(word);
  }
}
