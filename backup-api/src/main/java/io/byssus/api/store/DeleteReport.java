package io.byssus.api.store;

import io.byssus.api.ByssusException;
import java.util.Map;

/** What a delete did: every key that is not among the failures is gone. */
public final class DeleteReport {
  private static final DeleteReport ALL_GONE = new DeleteReport(Map.of());

  private final Map<BlobKey, ByssusException> failures;

  private DeleteReport(Map<BlobKey, ByssusException> failures) {
    this.failures = Map.copyOf(failures);
  }

  /** Returns the report of a delete after which every key is gone. */
  public static DeleteReport allGone() {
    return ALL_GONE;
  }

  /** Returns the report of a delete that failed for some keys. */
  public static DeleteReport failedFor(Map<BlobKey, ByssusException> failures) {
    return new DeleteReport(failures);
  }

  /** Returns the keys that may still be there, each with the reason. */
  public Map<BlobKey, ByssusException> failures() {
    return failures;
  }

  /**
   * Throws the first failure, if there is one.
   *
   * @throws ByssusException if a key could not be deleted
   */
  public void orThrow() {
    if (!failures.isEmpty()) {
      throw failures.values().iterator().next();
    }
  }
}
