package io.byssus.cli.terminal;

import java.io.OutputStream;

/** An {@link Output} for bytes. Closing it does nothing: the output stays open. */
final class OutputBytes extends OutputStream {
  private final Output output;

  OutputBytes(Output output) {
    this.output = output;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    output.write(bytes, offset, length);
    output.requireReader();
  }

  @Override
  public void flush() {
    output.flush();
  }
}
