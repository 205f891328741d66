package io.byssus.cli.command;

import io.byssus.api.key.Secret;
import io.byssus.cli.error.CommandException;
import io.byssus.cli.error.CommandException.Kind;
import io.byssus.cli.error.FileFailure;
import io.byssus.cli.process.RawPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/**
 * A file with a recovery key in it, which only its owner may read. It is made before the key, so
 * that no key is made that can't be written.
 */
final class RecoveryKeyFile implements AutoCloseable {
  /** Far more than a recovery key has, far less than a file that was named by mistake. */
  private static final int MAX_BYTES = 1 << 12;

  /** What to do about a key that was made and that nobody has. */
  static final String MADE_BUT_UNSEEN =
      "The repository is there, with that key. Make another with 'byssus key add-recovery', and remove"
          + " the one that nobody has: 'byssus key list' names it, 'byssus key remove' removes it.";

  private final Path path;
  private final SeekableByteChannel channel;
  private boolean written;

  private RecoveryKeyFile(Path path, SeekableByteChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Makes an empty file with mode 0600. */
  static RecoveryKeyFile create(String name) {
    Path path = RawPath.of(name);
    try {
      return new RecoveryKeyFile(
          path,
          Files.newByteChannel(
              path,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
    } catch (FileAlreadyExistsException e) {
      throw new CommandException(
          Kind.INPUT_OUTPUT,
          "the file " + name + " is there already",
          "Name another one for the recovery key, or remove it.");
    } catch (IOException e) {
      throw new CommandException(
          Kind.INPUT_OUTPUT,
          "the file " + name + " for the recovery key cannot be made: " + FileFailure.reason(e),
          "Check its directory and permissions.");
    }
  }

  /** Writes the key and a line end. */
  void write(Secret recoveryKey) {
    byte[] line = recoveryKey.use(text -> Arrays.copyOf(text, text.length + 1));
    line[line.length - 1] = '\n';
    try {
      ByteBuffer bytes = ByteBuffer.wrap(line);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      written = true;
    } catch (IOException e) {
      throw new CommandException(
          Kind.INPUT_OUTPUT,
          "the recovery key cannot be written to " + path + ": " + FileFailure.reason(e),
          MADE_BUT_UNSEEN);
    } finally {
      Arrays.fill(line, (byte) 0);
    }
  }

  /** Removes the file if no key was written to it. */
  @Override
  public void close() {
    try {
      channel.close();
      if (!written) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what was written, or typed by somebody. */
  static Secret read(String name) {
    byte[] text = {};
    try (InputStream in = Files.newInputStream(RawPath.of(name))) {
      text = in.readNBytes(MAX_BYTES);
      return Secret.copyOf(text);
    } catch (IOException e) {
      throw new CommandException(
          Kind.NO_PASSPHRASE,
          "the recovery key file " + name + " cannot be read: " + FileFailure.reason(e),
          "Check its name and permissions.");
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }
}
