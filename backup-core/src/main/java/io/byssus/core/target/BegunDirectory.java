package io.byssus.core.target;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.target.TargetSession.Begun;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A directory that a session began and did not end. Thread-safe. */
final class BegunDirectory {
  private final Path place;
  private final Begun state;
  private final @Nullable EntryMetadata before;
  private boolean opened;
  private volatile boolean changed;

  private BegunDirectory(Path place, Begun state, @Nullable EntryMetadata before) {
    this.place = place;
    this.state = state;
    this.before = before;
  }

  /** Returns the top of a target, which keeps what it has. */
  static BegunDirectory top(Path place, Begun state) {
    return new BegunDirectory(place, state, null);
  }

  /** Returns one that was made. */
  static BegunDirectory created(Path place) {
    return new BegunDirectory(place, Begun.CREATED, null);
  }

  /** Returns one that was there, and lets the user look into it if it is his. */
  static BegunDirectory found(Path place, EntryMetadata before, Admission admission)
      throws IOException {
    BegunDirectory directory = new BegunDirectory(place, Begun.FOUND, before);
    directory.opened = admission.toLook(place, before);
    return directory;
  }

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
        opened = admission.toChange(place, before);
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
}
