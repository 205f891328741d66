package io.byssus.core.restore;

import java.util.Optional;

/**
 * What a restore had done when something stopped it, such as a store that could not be reached any
 * more or a cancellation. It is attached to the exception that stopped it:
 *
 * <pre>{@code
 * try {
 *   restore.run();
 * } catch (ByssusException e) {
 *   PartialRestore.of(e).ifPresent(partial -> log.warn("{}", partial.report()));
 *   throw e;
 * }
 * }</pre>
 *
 * <p>Running the restore again writes only what is missing.
 */
public final class PartialRestore extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient RestoreReport report;

  /**
   * Creates the account of a restore that was stopped.
   *
   * @param report what it had done
   */
  public PartialRestore(RestoreReport report) {
    super(report.toString(), null, false, false);
    this.report = report;
  }

  /** Returns the account that is attached to an exception of a restore, if any is. */
  public static Optional<PartialRestore> of(Throwable failure) {
    for (Throwable suppressed : failure.getSuppressed()) {
      if (suppressed instanceof PartialRestore partial) {
        return Optional.of(partial);
      }
    }
    return Optional.empty();
  }

  /** Returns what had been restored; it is not {@linkplain RestoreReport#complete complete}. */
  public RestoreReport report() {
    return report;
  }
}
