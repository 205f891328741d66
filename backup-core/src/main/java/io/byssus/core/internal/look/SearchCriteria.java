package io.byssus.core.internal.look;

import io.byssus.api.ChunkId;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryPath;
import io.byssus.core.internal.file.PathPattern;
import io.byssus.core.internal.tree.FileContent;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is searched for. Filled, and then used, by one thread. */
public final class SearchCriteria {
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{1,64}");

  private final List<PathPattern> names = new ArrayList<>();
  private final Set<EntryKind> kinds = EnumSet.noneOf(EntryKind.class);
  private long smallest;
  private long largest = Long.MAX_VALUE;
  private boolean sized;
  private Instant earliest = Instant.MIN;
  private Instant latest = Instant.MAX;
  private @Nullable String content;

  /** Creates criteria that everything meets. */
  public SearchCriteria() {}

  /** Demands that one of the names fits. */
  public void name(PathPattern pattern) {
    names.add(pattern);
  }

  /** Demands one of the kinds. */
  public void kind(EntryKind kind) {
    kinds.add(kind);
  }

  /** Demands a file with at least this many bytes. */
  public void atLeast(long bytes) {
    smallest = bytes;
    sized = true;
  }

  /** Demands a file with at most this many bytes. */
  public void atMost(long bytes) {
    largest = bytes;
    sized = true;
  }

  /** Demands that it was modified then or later. */
  public void modifiedFrom(Instant time) {
    earliest = time;
  }

  /** Demands that it was modified then or earlier. */
  public void modifiedUntil(Instant time) {
    latest = time;
  }

  /**
   * Demands that a chunk is part of it.
   *
   * @param digits the first digits of the chunk's id
   */
  public void content(String digits) {
    String lower = digits.toLowerCase(Locale.ROOT);
    if (!DIGITS.matcher(lower).matches()) {
      throw new IllegalArgumentException(
          "not the first of a chunk's 64 hexadecimal digits: '" + digits + "'");
    }
    content = lower;
  }

  boolean matches(EntryPath directory, TreeEntry entry, TreeReader trees) {
    Instant modified = entry.metadata().modified();
    return (kinds.isEmpty() || kinds.contains(entry.kind()))
        && (!sized || hasSize(entry))
        && !modified.isBefore(earliest)
        && !modified.isAfter(latest)
        && (names.isEmpty() || isNamed(directory, entry))
        && (content == null || holds(content, entry, trees));
  }

  /** Returns whether something below a directory may match: others need not be read. */
  boolean mayMatchBelow(EntryPath directory) {
    return names.isEmpty()
        || names.stream().anyMatch(pattern -> pattern.mayMatchBelow(PathPattern.texts(directory)));
  }

  private boolean hasSize(TreeEntry entry) {
    long size = entry.metadata().size();
    return entry.kind() == EntryKind.FILE && size >= smallest && size <= largest;
  }

  private boolean isNamed(EntryPath directory, TreeEntry entry) {
    List<String> above = PathPattern.texts(directory);
    String name = PathPattern.text(entry.name());
    return names.stream().anyMatch(pattern -> pattern.matches(above, name, entry.kind()));
  }

  private static boolean holds(String digits, TreeEntry entry, TreeReader trees) {
    if (entry.kind() == EntryKind.DIRECTORY) {
      return starts(entry.subtree(), digits);
    }
    if (entry.kind() != EntryKind.FILE) {
      return false;
    }
    boolean[] found = {false};
    trees.distinctChunks(
        entry.content(),
        list -> found[0] |= starts(list, digits),
        (chunk, length) -> found[0] |= !chunk.equals(FileContent.HOLE) && starts(chunk, digits));
    return found[0];
  }

  private static boolean starts(ChunkId id, String digits) {
    return id.toString().startsWith(digits);
  }
}
