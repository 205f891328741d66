package io.byssus.core.source;

import org.jspecify.annotations.Nullable;

/** What is known of a directory when it is handed out, for choosing in it. Used by one thread. */
final class DirectoryChoice {
  private final long device;
  private final Wanted wanted;
  private final @Nullable IgnoreRules ignored;
  private @Nullable ChosenListing listed;

  /** What of the directory is wanted. */
  enum Wanted {
    /** Nothing that is in it. */
    EMPTY,
    /** What leads to roots that are in it. */
    ROOTS,
    /** What is included, and what leads there. */
    INCLUDED,
    /** All that is not left out. */
    ALL
  }

  /**
   * @param device the device of the root
   * @param wanted what of it is wanted
   * @param ignored the rules of the ignore files above, or {@code null}
   */
  DirectoryChoice(long device, Wanted wanted, @Nullable IgnoreRules ignored) {
    this.device = device;
    this.wanted = wanted;
    this.ignored = ignored;
  }

  long device() {
    return device;
  }

  Wanted wanted() {
    return wanted;
  }

  @Nullable IgnoreRules ignored() {
    return ignored;
  }

  /** Keeps a listing that was begun in search of something that is included. */
  void keep(ChosenListing begun) {
    listed = begun;
  }

  /** Returns what was kept, which is forgotten, or {@code null}. */
  @Nullable ChosenListing takeListed() {
    ChosenListing kept = listed;
    listed = null;
    return kept;
  }
}
