package io.byssus.core.internal.pack;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.NoProviderException;
import io.byssus.api.compression.CompressionCodec.Decompressor;
import io.byssus.compression.Codecs;
import io.byssus.crypto.Aead;
import io.byssus.crypto.ContainerOpener;
import io.byssus.crypto.DirectoryEntry;
import io.byssus.crypto.RecordHeader;
import java.util.HashMap;
import java.util.Map;

/** Opens and decompresses records. One for each thread. */
public final class RecordDecoder implements AutoCloseable {
  private final Codecs codecs;
  private final Aead aead = new Aead();
  private final Map<String, Decompressor> decompressors = new HashMap<>();
  private byte[] payload = {};
  private byte[] plain = {};

  /** Creates a decoder. */
  public RecordDecoder(Codecs codecs) {
    this.codecs = codecs;
  }

  /** Returns the cipher object of this decoder's thread. */
  public Aead aead() {
    return aead;
  }

  /**
   * Opens a record; its plaintext is then at the start of {@link #plain()}, until the next call.
   *
   * @param opener of the record's container
   * @param recordOffset where it starts in the container
   * @param sealed where it is
   * @param at where it starts there
   * @param sealedLength how long it is
   * @return the record's header
   * @throws DamagedRepositoryException if it is not what was sealed there
   * @throws MissingCodecException if it is, and what compressed it is not installed
   */
  public RecordHeader decode(
      ContainerOpener opener, long recordOffset, byte[] sealed, int at, int sealedLength) {
    payload = Buffers.withRoomFor(sealedLength, payload);
    RecordHeader header =
        opener.openRecord(aead, recordOffset, sealed, at, sealedLength, payload, 0);
    if (header.plainLength() > DirectoryEntry.MAX_PLAIN_LENGTH) {
      throw new DamagedRepositoryException(
          "a record holds "
              + header.plainLength()
              + " bytes, where the most that one has is "
              + DirectoryEntry.MAX_PLAIN_LENGTH);
    }
    if (header.codec().equals(RecordHeader.NO_CODEC)) {
      byte[] opened = payload;
      payload = plain;
      plain = opened;
      return header;
    }
    plain = Buffers.withRoomFor(header.plainLength(), plain);
    decompressors
        .computeIfAbsent(header.codec(), this::decompressor)
        .decompress(payload, 0, header.payloadLength(), plain, 0, header.plainLength());
    return header;
  }

  private Decompressor decompressor(String codec) {
    try {
      return codecs.codec(codec).decompressor();
    } catch (NoProviderException | IllegalArgumentException e) {
      throw new MissingCodecException(
          "a record is compressed with '" + codec + "': " + e.getMessage(), e);
    }
  }

  /** Returns the array that starts with the plaintext that was opened last. */
  public byte[] plain() {
    return plain;
  }

  @Override
  public void close() {
    decompressors.values().forEach(Decompressor::close);
    decompressors.clear();
  }
}
