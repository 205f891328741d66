package io.byssus.core.target;

import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to an entry from the top of a target, gone from directory to directory and through no
 * link; the last directory is held. Used by one thread.
 */
final class HeldPath implements AutoCloseable {
  private final @Nullable HeldDirectory parent;
  private final Path place;

  private HeldPath(@Nullable HeldDirectory parent, Path place) {
    this.parent = parent;
    this.place = place;
  }

  /**
   * Goes to an entry.
   *
   * @throws IOException if one of the directories above it is none, or is not there
   */
  static HeldPath to(EntryPath path, TargetTop top) throws IOException {
    List<EntryName> names = path.names();
    if (names.isEmpty()) {
      return new HeldPath(null, top.real());
    }
    HeldDirectory parent = null;
    Path place = FileTargetView.place(top.place(), path, names.get(0));
    try {
      for (EntryName name : names.subList(1, names.size())) {
        HeldDirectory next = HeldDirectory.hold(place);
        if (parent != null) {
          parent.close();
        }
        parent = next;
        place = FileTargetView.place(next.place(), path, name);
      }
      return new HeldPath(parent, place);
    } catch (IOException e) {
      if (parent != null) {
        parent.close();
      }
      throw e;
    }
  }

  /** Returns where the entry is. */
  Path place() {
    return place;
  }

  @Override
  public void close() {
    if (parent != null) {
      parent.close();
    }
  }
}
