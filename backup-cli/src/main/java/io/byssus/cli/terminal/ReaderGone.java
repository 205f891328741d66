package io.byssus.cli.terminal;

/** Ends a command whose output nobody reads any more: whoever did has seen what he wanted. */
public final class ReaderGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReaderGone() {
    super("nobody reads the output any more", null, false, false);
  }
}
