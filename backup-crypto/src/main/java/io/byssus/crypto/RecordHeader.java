package io.byssus.crypto;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.compression.CompressionCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The header of a record: what it holds and how long it is.
 *
 * @param type what it holds
 * @param codec the name of the codec that compressed it, {@link #NO_CODEC} if none did
 * @param payloadLength bytes before sealing, after compression
 * @param plainLength bytes before compression
 */
public record RecordHeader(RecordType type, String codec, int payloadLength, int plainLength) {
  /** Length in bytes. */
  public static final int BYTES = 16;

  /** The codec of what is not compressed. */
  public static final String NO_CODEC = "none";

  private static final int CODEC_OFFSET = 1;
  private static final int PAYLOAD_OFFSET = CODEC_OFFSET + CompressionCodec.MAX_NAME_LENGTH;
  private static final int PLAIN_OFFSET = PAYLOAD_OFFSET + Integer.BYTES;

  /** Names that need no new string for each record. */
  private static final Set<String> COMMON_CODECS =
      Set.of(NO_CODEC, "zstd", "lz4", "gzip", "brotli");

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a length is negative, the codec's name is not 1 to 7
   *     characters of {@code [a-z0-9-]}, or the lengths differ without a codec
   */
  public RecordHeader {
    if (payloadLength < 0 || plainLength < 0) {
      throw new IllegalArgumentException(
          "negative length: payload " + payloadLength + ", plain " + plainLength);
    }
    if (!COMMON_CODECS.contains(codec) && !isCodecName(codec)) {
      throw new IllegalArgumentException("not a codec's name (1 to 7 of [a-z0-9-]): " + codec);
    }
    if (codec.equals(NO_CODEC) && payloadLength != plainLength) {
      throw new IllegalArgumentException(
          "lengths differ without a codec: payload " + payloadLength + ", plain " + plainLength);
    }
  }

  void encode(byte[] destination, int at) {
    ByteBuffer buffer = ByteBuffer.wrap(destination, at, BYTES);
    buffer.put((byte) type.id());
    for (int i = 0; i < CompressionCodec.MAX_NAME_LENGTH; i++) {
      buffer.put((byte) (i < codec.length() ? codec.charAt(i) : 0));
    }
    buffer.putInt(payloadLength).putInt(plainLength);
  }

  /** Reads a header that is not authenticated yet. */
  static RecordHeader decode(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    RecordType type = RecordType.of(bytes[0] & 0xff);
    try {
      return new RecordHeader(
          type, codecName(bytes), buffer.getInt(PAYLOAD_OFFSET), buffer.getInt(PLAIN_OFFSET));
    } catch (IllegalArgumentException e) {
      throw new DamagedRepositoryException("a record header does not open: " + e.getMessage(), e);
    }
  }

  private static String codecName(byte[] bytes) {
    int end = PAYLOAD_OFFSET;
    while (end > CODEC_OFFSET && bytes[end - 1] == 0) {
      end--;
    }
    for (String codec : COMMON_CODECS) {
      if (matches(codec, bytes, end)) {
        return codec;
      }
    }
    return new String(bytes, CODEC_OFFSET, end - CODEC_OFFSET, StandardCharsets.ISO_8859_1);
  }

  private static boolean matches(String codec, byte[] bytes, int end) {
    if (codec.length() != end - CODEC_OFFSET) {
      return false;
    }
    for (int i = 0; i < codec.length(); i++) {
      if (codec.charAt(i) != bytes[CODEC_OFFSET + i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isCodecName(String name) {
    return !name.isEmpty()
        && name.length() <= CompressionCodec.MAX_NAME_LENGTH
        && name.chars().allMatch(c -> c == '-' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
  }
}
