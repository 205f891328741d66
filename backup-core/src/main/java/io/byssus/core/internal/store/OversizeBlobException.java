package io.byssus.core.internal.store;

import io.byssus.api.DamagedRepositoryException;

/** A blob is longer than its kind may be: it can't be one of that kind. */
public final class OversizeBlobException extends DamagedRepositoryException {
  private static final long serialVersionUID = 1L;

  OversizeBlobException(String message) {
    super(message);
  }
}
