package io.byssus.core.internal.engine;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.core.internal.log.LogState;

/** Keeps those who take something away from doing so by a log that is not whole. */
final class WholeLog {
  private WholeLog() {}

  /**
   * Returns if a state of the log is whole. An entry that is lost may have pinned a snapshot, may
   * be a snapshot that counts, or a mark.
   *
   * @param what is not done otherwise, such as {@code forgotten}
   * @throws DamagedRepositoryException if entries are missing or damaged
   */
  static void require(OpenRepository repository, LogState state, String what) {
    if (state.incomplete()) {
      throw new DamagedRepositoryException(
          "nothing is " + what + " while the log of " + repository.location() + " is damaged",
          "Run a check to see which entries are missing or damaged, and put them back from a copy of"
              + " the repository. If there is none that has them, because they never were entries, a"
              + " repair that voids entries settles it.",
          null);
    }
  }
}
