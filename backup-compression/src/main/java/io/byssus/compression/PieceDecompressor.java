package io.byssus.compression;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.compression.CompressionCodec;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Decompresses whole pieces with a library's decoder, into the room that the caller gives; the size
 * that the data itself claims is not trusted.
 */
final class PieceDecompressor implements CompressionCodec.Decompressor {
  private final String codec;
  private final Decoder decoder;
  private final Predicate<RuntimeException> tellsOfDamage;
  private final Runnable close;

  /** Decodes one piece; returns how many bytes it gave. */
  @FunctionalInterface
  interface Decoder {
    int decode(
        byte[] source,
        int offset,
        int length,
        byte[] destination,
        int destinationOffset,
        int plainLength);
  }

  /**
   * Creates one.
   *
   * @param codec its name, for messages
   * @param decoder does the work, within the bounds of the arrays
   * @param tellsOfDamage which exceptions of the decoder are due to what it reads
   * @param close frees what the decoder holds
   */
  PieceDecompressor(
      String codec, Decoder decoder, Predicate<RuntimeException> tellsOfDamage, Runnable close) {
    this.codec = codec;
    this.decoder = decoder;
    this.tellsOfDamage = tellsOfDamage;
    this.close = close;
  }

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
    if (length == 0) {
      throw new DamagedRepositoryException(
          "no %s data: even an empty piece has some".formatted(codec));
    }
    int given;
    try {
      given = decoder.decode(source, offset, length, destination, destinationOffset, plainLength);
    } catch (RuntimeException e) {
      if (!tellsOfDamage.test(e)) {
        throw e;
      }
      throw new DamagedRepositoryException(
          "%d bytes of %s data do not give the recorded %d bytes"
              .formatted(length, codec, plainLength),
          e);
    }
    if (given != plainLength) {
      throw new DamagedRepositoryException(
          "%d bytes of %s data give %d bytes instead of the recorded %d"
              .formatted(length, codec, given, plainLength));
    }
  }

  @Override
  public void close() {
    close.run();
  }
}
