package io.byssus.cli.process;

import java.io.FilterInputStream;
import java.io.IOException;
import java.util.List;

/**
 * What a command writes to its standard output. The stream ends well only if the command does: with
 * exit code 0. Used by one thread; any may stop it.
 */
public final class CommandStream extends FilterInputStream {
  private final String name;
  private final Process process;

  private CommandStream(String name, Process process) {
    super(process.getInputStream());
    this.name = name;
    this.process = process;
  }

  /**
   * Starts a command; it has no input, and its errors go where this process's go, and no passphrase
   * is in its environment.
   *
   * @param command its name and arguments
   * @throws IOException if it can't be started
   */
  public static CommandStream start(List<String> command) throws IOException {
    Process process = Children.builder(command).start();
    process.getOutputStream().close();
    return new CommandStream(command.get(0), process);
  }

  @Override
  public int read() throws IOException {
    return checked(super.read());
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return checked(super.read(buffer, offset, length));
  }

  private int checked(int read) throws IOException {
    if (read < 0) {
      int code = exitCode();
      if (code != 0) {
        throw new IOException("the command '" + name + "' ended with exit code " + code);
      }
    }
    return read;
  }

  private int exitCode() throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while '" + name + "' came to its end", e);
    }
  }

  /** Stops the command if it still runs, with all that it has started. */
  public void stop() {
    if (process.isAlive()) {
      Children.end(process);
    }
  }

  /** Stops the command if it still runs. */
  @Override
  public void close() throws IOException {
    stop();
    super.close();
  }
}
