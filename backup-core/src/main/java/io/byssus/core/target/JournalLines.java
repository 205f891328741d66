package io.byssus.core.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a journal, read in blocks: a journal may be larger than memory. A last line without
 * an end was written in part and is none. Used by one thread.
 */
final class JournalLines {
  private static final int BLOCK = 64 * 1024;

  private final FileChannel file;

  JournalLines(FileChannel file) {
    this.file = file;
  }

  /** Is given a line. */
  interface Visitor {
    void line(String line) throws IOException;
  }

  /** Visits all lines, from the first on. */
  void forward(Visitor visitor) throws IOException {
    byte[] rest = {};
    for (long position = 0; ; ) {
      byte[] block = read(position, BLOCK);
      if (block.length == 0) {
        return;
      }
      position += block.length;
      byte[] bytes = join(rest, block);
      int start = 0;
      for (int i = rest.length; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          visitor.line(text(bytes, start, i));
          start = i + 1;
        }
      }
      rest = Arrays.copyOfRange(bytes, start, bytes.length);
    }
  }

  /** Returns the lines from the last to the first. */
  Backward backward() throws IOException {
    return new Backward(file.size());
  }

  /** The lines that were not read yet. */
  final class Backward {
    /** Where the bytes that are held begin; those before were not read. */
    private long position;

    private byte[] bytes = {};

    private Backward(long size) throws IOException {
      position = size;
      int end = lastEnd(0);
      bytes = Arrays.copyOf(bytes, end + 1);
    }

    /** Returns the line before, or {@code null} if there is none. */
    @Nullable String next() throws IOException {
      if (bytes.length == 0) {
        return null;
      }
      int end = lastEnd(1);
      String line = text(bytes, end + 1, bytes.length - 1);
      bytes = Arrays.copyOf(bytes, end + 1);
      return line;
    }

    /** Returns whether the line that was read last is the first one. */
    boolean isFirst() {
      return position == 0 && bytes.length == 0;
    }

    /** Returns where the last line ends, not counting as many bytes at the end; or -1. */
    private int lastEnd(int less) throws IOException {
      int i = bytes.length - less;
      while (true) {
        while (--i >= 0) {
          if (bytes[i] == '\n') {
            return i;
          }
        }
        if (position == 0) {
          return -1;
        }
        int count = (int) Math.min(BLOCK, position);
        position -= count;
        byte[] block = read(position, count);
        bytes = join(block, bytes);
        i = block.length;
      }
    }
  }

  private byte[] read(long position, int most) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(most);
    while (block.hasRemaining() && file.read(block, position + block.position()) >= 0) {
      // goes on until the block is full, or the file ends
    }
    return Arrays.copyOf(block.array(), block.position());
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static String text(byte[] bytes, int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.US_ASCII);
  }
}
