package io.byssus.compression.brotli;

import com.aayushatharva.brotli4j.encoder.EncoderJNI;
import io.byssus.api.compression.CompressionCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Compresses a piece into one stream.
 *
 * <p>An encoder of brotli cannot be used again, so that each piece has its own; it works outside
 * the heap, so that the garbage collector does not wait for it.
 */
final class BrotliCompressor implements CompressionCodec.Compressor {
  private static final int DEFAULT_WINDOW = -1;

  private final int quality;

  BrotliCompressor(int quality) {
    this.quality = quality;
  }

  @Override
  public int compress(
      byte[] source, int offset, int length, byte[] destination, int destinationOffset) {
    Objects.checkFromIndexSize(offset, length, source.length);
    Objects.checkFromToIndex(destinationOffset, destination.length, destination.length);
    ByteBuffer room =
        ByteBuffer.wrap(destination, destinationOffset, destination.length - destinationOffset);
    EncoderJNI.Wrapper encoder = encoder(length);
    try {
      // The whole piece at once: the low qualities find no repetition across what is pushed.
      encoder.getInputBuffer().put(source, offset, length);
      encoder.push(EncoderJNI.Operation.FINISH, length);
      while (encoder.isSuccess()) {
        if (encoder.hasMoreOutput()) {
          ByteBuffer output = encoder.pull();
          if (output.remaining() > room.remaining()) {
            return -1;
          }
          room.put(output);
        } else if (encoder.isFinished()) {
          return room.position() - destinationOffset;
        } else {
          encoder.push(EncoderJNI.Operation.FINISH, 0);
        }
      }
      throw new IllegalStateException("brotli cannot compress " + length + " bytes");
    } finally {
      encoder.destroy();
    }
  }

  private EncoderJNI.Wrapper encoder(int length) {
    try {
      // A buffer cannot be empty, a piece can.
      return new EncoderJNI.Wrapper(Math.max(1, length), quality, DEFAULT_WINDOW, null);
    } catch (IOException e) {
      throw new IllegalStateException("brotli has no memory for " + length + " bytes", e);
    }
  }

  @Override
  public void close() {
    // Encoders do not outlive a piece.
  }
}
