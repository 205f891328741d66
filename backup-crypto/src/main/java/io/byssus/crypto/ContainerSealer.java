package io.byssus.crypto;

import java.util.Arrays;
import java.util.Objects;

/**
 * Seals one container into an array that the caller gives: header, records, directory, trailer
 * ({@code docs/format.md}, section 2).
 *
 * <p>Records are encrypted straight into the array, each at the place where it stays. The key is
 * derived from a fresh salt and used for this container alone; no nonce repeats, because each holds
 * the place of its record.
 *
 * <p>Not safe for use by several threads.
 */
public final class ContainerSealer {
  /** Length of the trailer, which stands behind the directory, in bytes. */
  public static final int TRAILER_BYTES = 8;

  private final Aead aead = new Aead();
  private final Suite suite;
  private final ContainerKeys keys;
  private final byte[] buffer;
  private final byte[] associatedData;
  private int length;
  private boolean finished;

  ContainerSealer(ContainerHeader header, byte[] secret, byte[] context, byte[] buffer) {
    byte[] encoded = header.encoded();
    int headerLength = encoded.length + ContainerHeader.COMMITMENT_BYTES;
    if (buffer.length < headerLength) {
      throw new IllegalArgumentException(
          "a buffer of " + buffer.length + " bytes has no room for a header of " + headerLength);
    }
    this.suite = header.suite();
    this.keys = ContainerKeys.derive(header, secret, context);
    this.buffer = buffer;
    this.associatedData = Arrays.copyOf(keys.binding(), keys.binding().length + RecordHeader.BYTES);
    System.arraycopy(encoded, 0, buffer, 0, encoded.length);
    System.arraycopy(
        keys.commitment(), 0, buffer, encoded.length, ContainerHeader.COMMITMENT_BYTES);
    this.length = headerLength;
  }

  /**
   * Returns how many bytes a record takes.
   *
   * @param payloadLength bytes of its payload, not negative
   * @throws IllegalArgumentException if it is negative, or so long that no array could hold it
   */
  public static int sealedLength(int payloadLength) {
    long sealed = Segments.sealedLength(payloadLength);
    if (payloadLength < 0 || sealed > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("not the length of a payload: " + payloadLength);
    }
    return (int) sealed;
  }

  /**
   * Seals a record behind the last one.
   *
   * @param type what it holds; the directory is written by {@link #finish}
   * @param codec the name of the codec that compressed the payload, or {@code none}
   * @param payload where the payload is; not the buffer that is sealed into
   * @param offset where it starts
   * @param payloadLength how long it is
   * @param plainLength how long it was before compression
   * @return where the record starts in the container
   * @throws IllegalArgumentException if there is no room for it, or a value is out of range;
   *     nothing was written
   * @throws IllegalStateException if the container is finished
   */
  public int sealRecord(
      RecordType type,
      String codec,
      byte[] payload,
      int offset,
      int payloadLength,
      int plainLength) {
    if (type == RecordType.DIRECTORY) {
      throw new IllegalArgumentException("the directory is written by finish()");
    }
    Objects.checkFromIndexSize(offset, payloadLength, payload.length);
    requireRoom(sealedLength(payloadLength));
    return seal(new RecordHeader(type, codec, payloadLength, plainLength), payload, offset);
  }

  /** Returns how many bytes of the container there are so far. */
  public int length() {
    return length;
  }

  /**
   * Returns how many bytes are left in the buffer. The directory and the trailer need room as well:
   * {@code sealedLength(directory) + TRAILER_BYTES}.
   */
  public int remaining() {
    return buffer.length - length;
  }

  /**
   * Seals the directory, writes the trailer and wipes the key. No record can follow.
   *
   * @param directory the payload of the directory: {@link Directory#encode()}
   * @return the length of the container
   * @throws IllegalArgumentException if there is no room for it; nothing was written
   * @throws IllegalStateException if the container is finished
   */
  public int finish(byte[] directory) {
    requireRoom((long) sealedLength(directory.length) + TRAILER_BYTES);
    RecordHeader header =
        new RecordHeader(
            RecordType.DIRECTORY, RecordHeader.NO_CODEC, directory.length, directory.length);
    long start = seal(header, directory, 0);
    for (int i = 0; i < TRAILER_BYTES; i++) {
      buffer[length + i] = (byte) (start >>> (Long.SIZE - Byte.SIZE * (i + 1)));
    }
    keys.mask().apply(RecordMask.TRAILER_POSITION, buffer, length, buffer, length, TRAILER_BYTES);
    length += TRAILER_BYTES;
    finished = true;
    keys.sealingKey().destroy();
    return length;
  }

  /** Returns the array that was given: the container is its first {@link #length()} bytes. */
  public byte[] array() {
    return buffer;
  }

  private void requireRoom(long needed) {
    if (finished) {
      throw new IllegalStateException("the container is finished");
    }
    if (needed > remaining()) {
      throw new IllegalArgumentException(
          "no room for " + needed + " bytes: " + remaining() + " are left in the container");
    }
  }

  private int seal(RecordHeader header, byte[] payload, int offset) {
    int start = length;
    int headerAt = associatedData.length - RecordHeader.BYTES;
    header.encode(associatedData, headerAt);
    keys.mask().apply(start, associatedData, headerAt, buffer, start, RecordHeader.BYTES);
    int segments = Segments.count(header.payloadLength());
    int from = offset;
    int to = start + RecordHeader.BYTES;
    int end = offset + header.payloadLength();
    for (int segment = 0; segment < segments; segment++) {
      int plain = Math.min(Segments.PLAIN_BYTES, end - from);
      byte[] nonce = Segments.nonce(start, segment, segments);
      aead.seal(suite, keys.sealingKey(), nonce, associatedData, payload, from, plain, buffer, to);
      from += plain;
      to += plain + Aead.TAG_BYTES;
    }
    length = to;
    return start;
  }
}
