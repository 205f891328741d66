package io.byssus.api.compression;

/**
 * A way to compress data, stored by its name with every piece that it compressed.
 *
 * <p>Found with {@link java.util.ServiceLoader}. A codec is safe for use by several threads; the
 * compressors and decompressors that it makes belong to one thread each.
 */
public interface CompressionCodec {
  /** The greatest length of a name. */
  int MAX_NAME_LENGTH = 7;

  /**
   * Returns the name that is stored: 1 to 7 characters of {@code [a-z0-9-]}. It never changes its
   * meaning.
   */
  String name();

  /**
   * Returns the greatest length that compressing so many bytes can give.
   *
   * @param length bytes to compress, not negative
   */
  int maxCompressedLength(int length);

  /** Returns a new compressor. */
  Compressor compressor(CompressionLevel level);

  /** Returns a new decompressor. It reads what any level wrote. */
  Decompressor decompressor();

  /** Compresses pieces, one after the other; keeps its native context between them. */
  interface Compressor extends AutoCloseable {
    /**
     * Compresses a piece.
     *
     * @param source where the piece is
     * @param offset where it starts
     * @param length how long it is
     * @param destination where the result goes
     * @param destinationOffset where it starts
     * @return the length of the result, or -1 if it does not fit behind {@code destinationOffset}
     */
    int compress(byte[] source, int offset, int length, byte[] destination, int destinationOffset);

    /** Frees the context. */
    @Override
    void close();
  }

  /** Decompresses pieces, one after the other; keeps its native context between them. */
  interface Decompressor extends AutoCloseable {
    /**
     * Decompresses a piece whose length is known. Never writes outside the {@code plainLength}
     * bytes, whatever the input says of itself.
     *
     * @param source where the compressed piece is
     * @param offset where it starts
     * @param length how long it is
     * @param destination where the result goes
     * @param destinationOffset where it starts
     * @param plainLength the exact length of the result
     * @throws io.byssus.api.DamagedRepositoryException if the input is not valid or does not give
     *     exactly that many bytes
     */
    void decompress(
        byte[] source,
        int offset,
        int length,
        byte[] destination,
        int destinationOffset,
        int plainLength);

    /** Frees the context. */
    @Override
    void close();
  }
}
