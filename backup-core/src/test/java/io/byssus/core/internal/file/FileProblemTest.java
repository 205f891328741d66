package io.byssus.core.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

class FileProblemTest {
  private static final String FILE = "/srv/shop/orders";

  @Test
  void isSaidInWordsAndNotByTheNameOfAnException() {
    assertSaid(new NoSuchFileException(FILE), "there is no such file or directory");
    assertSaid(new AccessDeniedException(FILE), "permission denied");
    assertSaid(new NotDirectoryException(FILE), "it is no directory");
    assertSaid(new FileAlreadyExistsException(FILE), "something is there already");
    assertSaid(new FileSystemException(FILE, null, "Input/output error"), "Input/output error");
    assertSaid(new IOException("No space left on device"), "No space left on device");
  }

  @Test
  void isNeverTheNameOfTheFileAlone() {
    assertSaid(new FileSystemLoopException(FILE), "FileSystemLoopException");
    assertSaid(new EOFException(), "EOFException");
  }

  private static void assertSaid(IOException failure, String words) {
    assertThat(FileProblem.describe(failure)).isEqualTo(words);
  }
}
