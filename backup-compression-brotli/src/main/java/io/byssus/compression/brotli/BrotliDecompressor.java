package io.byssus.compression.brotli;

import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.compression.CompressionCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Decompresses one stream that fills its piece exactly.
 *
 * <p>A decoder of brotli cannot be used again, so that each piece has its own. It takes at most 16
 * MiB and a little outside the heap, which is the largest window that a stream can ask for.
 */
final class BrotliDecompressor implements CompressionCodec.Decompressor {
  /** Input handed to the decoder at once. */
  private static final int SLICE = 64 << 10;

  @Override
  public void decompress(
      byte[] source,
      int offset,
      int length,
      byte[] destination,
      int destinationOffset,
      int plainLength) {
    Objects.checkFromIndexSize(offset, length, source.length);
    Objects.checkFromIndexSize(destinationOffset, plainLength, destination.length);
    ByteBuffer input = ByteBuffer.wrap(source, offset, length);
    ByteBuffer plain = ByteBuffer.wrap(destination, destinationOffset, plainLength);
    DecoderJNI.Wrapper decoder = decoder(Math.max(1, Math.min(SLICE, length)));
    try {
      decode(decoder, input, plain);
    } finally {
      decoder.destroy();
    }
    if (plain.hasRemaining() || input.hasRemaining()) {
      throw new DamagedRepositoryException(
          "%d bytes of brotli data, of which the last %d are not part of it, give %d bytes instead of the recorded %d"
              .formatted(length, input.remaining(), plainLength - plain.remaining(), plainLength));
    }
  }

  private static void decode(DecoderJNI.Wrapper decoder, ByteBuffer input, ByteBuffer plain) {
    while (decoder.getStatus() != DecoderJNI.Status.DONE) {
      switch (decoder.getStatus()) {
        case OK -> decoder.push(0);
        case NEEDS_MORE_INPUT -> push(decoder, input);
        case NEEDS_MORE_OUTPUT -> pull(decoder, plain);
        default -> throw new DamagedRepositoryException("brotli data is not valid");
      }
    }
  }

  private static void push(DecoderJNI.Wrapper decoder, ByteBuffer input) {
    if (!input.hasRemaining()) {
      // The decoder may still hold bytes of the last slice that it has not worked on.
      decoder.push(0);
      if (decoder.getStatus() == DecoderJNI.Status.NEEDS_MORE_INPUT) {
        throw new DamagedRepositoryException("brotli data ends early");
      }
      return;
    }
    ByteBuffer buffer = decoder.getInputBuffer();
    buffer.clear();
    int slice = Math.min(buffer.remaining(), input.remaining());
    buffer.put(0, input, input.position(), slice);
    input.position(input.position() + slice);
    decoder.push(slice);
  }

  private static void pull(DecoderJNI.Wrapper decoder, ByteBuffer plain) {
    ByteBuffer output = decoder.pull();
    if (output.remaining() > plain.remaining()) {
      throw new DamagedRepositoryException(
          "brotli data gives more than the recorded %d bytes".formatted(plain.limit()));
    }
    plain.put(output);
  }

  private static DecoderJNI.Wrapper decoder(int buffer) {
    try {
      return new DecoderJNI.Wrapper(buffer);
    } catch (IOException e) {
      throw new IllegalStateException("brotli has no memory for a decoder", e);
    }
  }

  @Override
  public void close() {
    // Decoders do not outlive a piece.
  }
}
