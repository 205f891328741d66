package io.byssus.core.internal.pack;

import io.byssus.api.UnsupportedFormatException;

/**
 * A record is what was written, and the codec that compressed it is not installed here: it is not
 * damaged, and nobody may take it for lost.
 */
public final class MissingCodecException extends UnsupportedFormatException {
  private static final long serialVersionUID = 1L;

  MissingCodecException(String message, Exception cause) {
    super(message, cause);
  }
}
