package io.byssus.core.internal.log;

import io.byssus.api.DamagedRepositoryException;

/**
 * An entry that is what its author signed, and that its author may not make: he only writes, or is
 * a holder no more. It has no effect, and is known to have had none.
 */
final class PowerlessEntryException extends DamagedRepositoryException {
  private static final long serialVersionUID = 1L;

  PowerlessEntryException(String message) {
    super(message);
  }
}
