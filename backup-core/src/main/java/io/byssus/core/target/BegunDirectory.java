package io.byssus.core.target;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.target.TargetSession.Begun;
import io.byssus.core.internal.file.PathBytes;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A directory that a session began and did not end. Where others may put something in its place it
 * is held, and where its path is so long that what is in it could not be reached by that.
 * Thread-safe.
 */
final class BegunDirectory implements AutoCloseable {
  /** Above it there may be no room for a temporary name, or any other, in what Linux can open. */
  private static final int MAX_BYTES = 4095 - 256;

  private final Path entry;
  private final Path place;
  private final @Nullable HeldDirectory held;
  private final Begun state;
  private final Seclusion seclusion;
  private final @Nullable EntryMetadata before;
  private boolean opened;
  private volatile boolean changed;

  /** Whether others can change what is in a directory. */
  private enum Seclusion {
    /** They may. */
    SHARED,
    /** They can't put anything in the place of what is the user's, or root's, until it ends. */
    GUARDED
  }

  private BegunDirectory(
      Path entry,
      Path place,
      @Nullable HeldDirectory held,
      Begun state,
      Seclusion seclusion,
      @Nullable EntryMetadata before) {
    this.entry = entry;
    this.place = place;
    this.held = held;
    this.state = state;
    this.seclusion = seclusion;
    this.before = before;
  }

  /** Returns the top of a target, which keeps what it has. */
  static BegunDirectory top(TargetTop top, EntryMetadata found, Admission admission) {
    Seclusion seclusion = seclusion(found, admission);
    return new BegunDirectory(top.real(), top.place(), null, top.state(), seclusion, null);
  }

  private static Seclusion seclusion(EntryMetadata found, Admission admission) {
    return admission.isGuarded(found) ? Seclusion.GUARDED : Seclusion.SHARED;
  }

  /** Returns one that was made, for its user alone, in another one. */
  static BegunDirectory created(Path entry, BegunDirectory parent) throws IOException {
    boolean safe = parent.isGuarded() && !isLong(entry);
    HeldDirectory held = safe ? null : HeldDirectory.hold(entry);
    Path place = held == null ? entry : held.place();
    return new BegunDirectory(entry, place, held, Begun.CREATED, Seclusion.GUARDED, null);
  }

  /** Returns one that was there, and lets the user look into it if it is his. */
  static BegunDirectory found(
      Path entry, EntryMetadata before, BegunDirectory parent, Admission admission)
      throws IOException {
    boolean safe = parent.isGuarded() && admission.isTrusted(before) && !isLong(entry);
    HeldDirectory held = safe ? null : HeldDirectory.hold(entry);
    BegunDirectory directory =
        new BegunDirectory(
            entry,
            held == null ? entry : held.place(),
            held,
            Begun.FOUND,
            seclusion(before, admission),
            before);
    try {
      directory.opened = admission.toLook(entry, before);
      return directory;
    } catch (IOException e) {
      directory.close();
      throw e;
    }
  }

  private static boolean isLong(Path entry) {
    return PathBytes.of(entry).length > MAX_BYTES;
  }

  private boolean isGuarded() {
    return seclusion == Seclusion.GUARDED;
  }

  /** Returns where it is in its own directory: for what concerns the directory itself. */
  Path entry() {
    return entry;
  }

  /** Returns where what is in it is found. */
  Path place() {
    return place;
  }

  Begun state() {
    return state;
  }

  /** Returns what it had when it was begun, or {@code null} if the session made it. */
  @Nullable EntryMetadata before() {
    return before;
  }

  /** Is told before something is made or removed in it. */
  void change(Admission admission) throws IOException {
    if (changed) {
      return;
    }
    synchronized (this) {
      if (before != null && !opened) {
        opened = admission.toChange(entry, before);
      }
      changed = true;
    }
  }

  /** Returns whether something was to be made or removed in it. */
  boolean isChanged() {
    return changed;
  }

  /** Returns whether its owner was given permissions that he had not. */
  synchronized boolean isOpened() {
    return opened;
  }

  /** Lets it go. */
  @Override
  public void close() {
    if (held != null) {
      held.close();
    }
  }
}
