package io.byssus.crypto;

/** A record that was opened. */
public final class OpenedRecord {
  private final long offset;
  private final RecordHeader header;
  private final byte[] payload;

  OpenedRecord(long offset, RecordHeader header, byte[] payload) {
    this.offset = offset;
    this.header = header;
    this.payload = payload;
  }

  /** Returns where the record starts in the container. */
  public long offset() {
    return offset;
  }

  /** Returns its header, authenticated. */
  public RecordHeader header() {
    return header;
  }

  /** Returns its payload, not decompressed. The array is not copied. */
  public byte[] payload() {
    return payload;
  }

  @Override
  public String toString() {
    return header + " at " + offset;
  }
}
