package io.byssus.crypto;

import io.byssus.api.DamagedRepositoryException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * Opens the records of one container ({@code docs/format.md}, section 2).
 *
 * <p>It keeps the derived keys, not the container: the caller reads what it needs of it. Nothing
 * that was changed, moved within the container, cut, or taken from another one opens. A header that
 * was only unmasked is not authenticated; its lengths are those of the record once it was opened.
 *
 * <p>Immutable and safe for use by several threads; each brings its own {@link Aead}.
 */
public final class ContainerOpener {
  private final ContainerHeader header;
  private final ContainerKeys keys;

  ContainerOpener(ContainerHeader header, ContainerKeys keys) {
    this.header = header;
    this.keys = keys;
  }

  /** Returns what the container holds. */
  public ContainerKind kind() {
    return header.kind();
  }

  /** Returns the suite that sealed it. */
  public Suite suite() {
    return header.suite();
  }

  /** Returns its domain, from 1; 0 if its kind has none. */
  public long domain() {
    return header.domain();
  }

  /** Returns the epoch of its content key, from 1; 0 if its kind has none. */
  public int epoch() {
    return header.epoch();
  }

  /** Returns the length of its header in bytes: where the first record starts. */
  public int headerLength() {
    return header.kind().headerLength();
  }

  /**
   * Unmasks the header of a record.
   *
   * @param offset where the record starts in the container
   * @param bytes where its first 16 bytes are
   * @param at where they start
   * @return the header, not authenticated yet
   * @throws DamagedRepositoryException if it can't be the header of a record
   */
  public RecordHeader recordHeader(long offset, byte[] bytes, int at) {
    byte[] unmasked = new byte[RecordHeader.BYTES];
    keys.mask().copy().apply(offset, bytes, at, unmasked, 0, RecordHeader.BYTES);
    return RecordHeader.decode(unmasked);
  }

  /**
   * Opens a record.
   *
   * @param aead the thread's own
   * @param recordOffset where the record starts in the container
   * @param sealed where the sealed record is
   * @param at where it starts
   * @param sealedLength its length, {@link ContainerSealer#sealedLength} of its payload's
   * @param destination where the payload goes; not the array that it is read from
   * @param destinationOffset where it starts; when the record does not open, zeros are there
   * @return the record's header
   * @throws DamagedRepositoryException if it is not the record that was sealed at this place of
   *     this container
   * @throws IndexOutOfBoundsException if the destination has no room for the payload
   */
  public RecordHeader openRecord(
      Aead aead,
      long recordOffset,
      byte[] sealed,
      int at,
      int sealedLength,
      byte[] destination,
      int destinationOffset) {
    Objects.checkFromIndexSize(at, sealedLength, sealed.length);
    if (sealedLength < RecordHeader.BYTES + Aead.TAG_BYTES) {
      throw damaged(recordOffset);
    }
    byte[] associatedData =
        Arrays.copyOf(keys.binding(), keys.binding().length + RecordHeader.BYTES);
    RecordHeader record = recordHeader(recordOffset, sealed, at);
    if (Segments.sealedLength(record.payloadLength()) != sealedLength) {
      throw damaged(recordOffset);
    }
    record.encode(associatedData, keys.binding().length);
    Objects.checkFromIndexSize(destinationOffset, record.payloadLength(), destination.length);
    int segments = Segments.count(record.payloadLength());
    int from = at + RecordHeader.BYTES;
    int to = destinationOffset;
    for (int segment = 0; segment < segments; segment++) {
      int length = Math.min(Segments.SEALED_BYTES, at + sealedLength - from);
      byte[] nonce = Segments.nonce(recordOffset, segment, segments);
      if (!aead.open(
          suite(),
          keys.sealingKey(),
          nonce,
          associatedData,
          sealed,
          from,
          length,
          destination,
          to)) {
        int end = destinationOffset + record.payloadLength();
        Arrays.fill(destination, destinationOffset, end, (byte) 0);
        throw damaged(recordOffset);
      }
      from += length;
      to += length - Aead.TAG_BYTES;
    }
    return record;
  }

  /**
   * Returns where the directory's record starts, as the trailer says. It is not authenticated: the
   * directory that stands there is.
   *
   * @param trailer where the container's last 8 bytes are
   * @param at where they start
   * @param containerLength the container's length
   * @throws DamagedRepositoryException if no directory can stand there
   */
  public long directoryOffset(byte[] trailer, int at, long containerLength) {
    byte[] unmasked = new byte[ContainerSealer.TRAILER_BYTES];
    keys.mask()
        .copy()
        .apply(RecordMask.TRAILER_POSITION, trailer, at, unmasked, 0, unmasked.length);
    long offset = ByteBuffer.wrap(unmasked).getLong();
    long greatest = containerLength - ContainerSealer.TRAILER_BYTES - Segments.sealedLength(0);
    if (offset < headerLength() || offset > greatest) {
      throw new DamagedRepositoryException(
          "the trailer of a container of " + kind() + " was changed or cut off");
    }
    return offset;
  }

  /**
   * Opens and reads the directory, and checks that the records that it lists lie without a gap
   * between the header and the directory.
   *
   * @param aead the thread's own
   * @param directoryOffset where the directory's record starts in the container
   * @param sealed where the sealed directory is
   * @param at where it starts
   * @param sealedLength its length: all bytes from there to the trailer
   * @throws DamagedRepositoryException if it is not the directory that was sealed, or does not
   *     cover the container
   */
  public Directory openDirectory(
      Aead aead, long directoryOffset, byte[] sealed, int at, int sealedLength) {
    byte[] payload = new byte[Math.max(0, sealedLength)];
    RecordHeader record = openRecord(aead, directoryOffset, sealed, at, sealedLength, payload, 0);
    if (record.type() != RecordType.DIRECTORY || !record.codec().equals(RecordHeader.NO_CODEC)) {
      throw new DamagedRepositoryException(
          "no directory at byte " + directoryOffset + " of a container of " + kind());
    }
    Directory directory = Directory.decode(payload, 0, record.payloadLength());
    if (directory.end(headerLength()) != directoryOffset) {
      throw new DamagedRepositoryException(
          "the directory of a container of " + kind() + " does not cover its records");
    }
    return directory;
  }

  /**
   * Opens a whole container: each record, with the directory accounting for every byte. For
   * containers that fit into memory twice.
   *
   * @param aead the thread's own
   * @param container where the container is, its header included
   * @param at where it starts
   * @param length its length
   * @throws DamagedRepositoryException if a single bit of it is not what was sealed
   */
  public ContainerContents readAll(Aead aead, byte[] container, int at, int length) {
    Objects.checkFromIndexSize(at, length, container.length);
    requireSameHeader(container, at, length);
    int trailer = length - ContainerSealer.TRAILER_BYTES;
    int directoryOffset = (int) directoryOffset(container, at + trailer, length);
    Directory directory =
        openDirectory(
            aead, directoryOffset, container, at + directoryOffset, trailer - directoryOffset);
    ContainerContents.Builder contents = new ContainerContents.Builder(directory);
    int offset = headerLength();
    for (DirectoryEntry entry : directory.entries()) {
      byte[] payload = new byte[entry.payloadLength()];
      int sealedLength = ContainerSealer.sealedLength(entry.payloadLength());
      RecordHeader record =
          openRecord(aead, offset, container, at + offset, sealedLength, payload, 0);
      if (!entry.describes(record)) {
        throw damaged(offset);
      }
      contents.add(offset, record, payload);
      offset += sealedLength;
    }
    return contents.build();
  }

  private void requireSameHeader(byte[] container, int at, int length) {
    byte[] encoded = header.encoded();
    if (length < headerLength() + ContainerSealer.TRAILER_BYTES
        || !Arrays.equals(container, at, at + encoded.length, encoded, 0, encoded.length)
        || !keys.matches(header, container, at)) {
      throw new DamagedRepositoryException(
          "not the container of " + kind() + " that was opened, or cut off");
    }
  }

  private DamagedRepositoryException damaged(long recordOffset) {
    return new DamagedRepositoryException(
        "the record at byte "
            + recordOffset
            + " of a container of "
            + kind()
            + " does not open: it was changed, moved or cut off");
  }
}
