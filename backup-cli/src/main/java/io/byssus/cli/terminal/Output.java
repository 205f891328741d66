package io.byssus.cli.terminal;

import io.byssus.cli.error.CommandException;
import io.byssus.cli.error.CommandException.Kind;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A stream of text in UTF-8, whatever the locale: so that names are printed as they are stored.
 *
 * <p>When a reader at the other end of a pipe has seen enough and closes it, the rest is dropped
 * without a word. Any other failure to write is an error. Safe for use by several threads; a line
 * is never torn.
 */
public final class Output {
  private static final int BUFFER_BYTES = 1 << 16;

  private final OutputStream stream;
  private final Destination destination;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean closed;

  /**
   * Creates an output.
   *
   * @param stream where the bytes go
   * @param destination what that is
   */
  public Output(OutputStream stream, Destination destination) {
    this.stream = new BufferedOutputStream(stream, BUFFER_BYTES);
    this.destination = destination;
  }

  /** Returns whether a person reads it as it comes. */
  public boolean isTerminal() {
    return destination == Destination.TERMINAL;
  }

  /**
   * Writes a line.
   *
   * @throws CommandException if it cannot be written, and not because the reader went away
   */
  public void line(String text) {
    write(text + "\n");
  }

  /** Writes a text as it is. */
  public void write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    write(bytes, 0, bytes.length);
  }

  /** Writes bytes as they are. */
  void write(byte[] bytes, int offset, int length) {
    perform(() -> stream.write(bytes, offset, length));
  }

  /** Returns a stream for bytes; each write ends with {@link #requireReader}. */
  public OutputStream bytes() {
    return new OutputBytes(this);
  }

  /**
   * Returns if somebody still reads it: what writes much need not go on otherwise.
   *
   * @throws ReaderGone if nobody does; it ends the command quietly
   */
  public void requireReader() {
    if (closed) {
      throw new ReaderGone();
    }
  }

  /** Hands on what was written so far. */
  public void flush() {
    perform(stream::flush);
  }

  private void perform(Write write) {
    lock.lock();
    try {
      if (!closed) {
        write.run();
      }
    } catch (IOException e) {
      closed = true;
      if (destination == Destination.FILE) {
        throw new CommandException(
            Kind.INPUT_OUTPUT,
            "the output cannot be written: " + e.getMessage(),
            "Make room where it goes, then run it again.");
      }
    } finally {
      lock.unlock();
    }
  }

  private interface Write {
    void run() throws IOException;
  }
}
