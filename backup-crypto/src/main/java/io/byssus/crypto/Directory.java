package io.byssus.crypto;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.crypto.DirectoryEntry.Bundle;
import io.byssus.crypto.DirectoryEntry.BundledChunk;
import io.byssus.crypto.DirectoryEntry.Chunk;
import io.byssus.crypto.DirectoryEntry.Document;
import io.byssus.crypto.cbor.CborReader;
import io.byssus.crypto.cbor.CborWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The directory of a container: one entry for each record, in order ({@code docs/format.md},
 * section 2.4). Immutable.
 *
 * @param entries the entries
 */
public record Directory(List<DirectoryEntry> entries) {
  private static final int CHUNK_PARTS = 4;
  private static final int BUNDLE_PARTS = 5;
  private static final int DOCUMENT_PARTS = 3;

  /** What a chunk's entry takes, at most, but for a byte or two. */
  private static final int ENTRY_BYTES = 48;

  /** Copies the entries. */
  public Directory {
    entries = List.copyOf(entries);
  }

  /** Returns the directory as it is sealed. */
  public byte[] encode() {
    CborWriter writer = new CborWriter(ENTRY_BYTES * (entries.size() + 1));
    writer.writeArray(entries.size());
    for (DirectoryEntry entry : entries) {
      writer.writeArray(
          entry instanceof Chunk
              ? CHUNK_PARTS
              : entry instanceof Bundle ? BUNDLE_PARTS : DOCUMENT_PARTS);
      writer
          .writeUnsigned(entry.type().id())
          .writeUnsigned(entry.payloadLength())
          .writeUnsigned(entry.plainLength());
      if (entry instanceof Chunk chunk) {
        writer.writeBytes(chunk.id().bytes());
      } else if (entry instanceof Bundle bundle) {
        encodeChunks(bundle.chunks(), writer);
      }
    }
    return writer.toByteArray();
  }

  private static void encodeChunks(List<BundledChunk> chunks, CborWriter writer) {
    byte[] ids = new byte[chunks.size() * ChunkId.BYTES];
    for (int i = 0; i < chunks.size(); i++) {
      System.arraycopy(chunks.get(i).id().bytes(), 0, ids, i * ChunkId.BYTES, ChunkId.BYTES);
    }
    writer.writeBytes(ids).writeArray(chunks.size());
    for (BundledChunk chunk : chunks) {
      writer.writeUnsigned(chunk.length());
    }
  }

  /**
   * Reads a directory.
   *
   * @param bytes where it is
   * @param offset where it starts
   * @param length how long it is
   * @throws DamagedRepositoryException if it is none
   */
  public static Directory decode(byte[] bytes, int offset, int length) {
    CborReader reader = new CborReader(bytes, offset, length);
    int count = reader.readArray();
    List<DirectoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      try {
        entries.add(decodeEntry(reader, bytes));
      } catch (IllegalArgumentException e) {
        throw new DamagedRepositoryException(
            "entry " + i + " of a directory is not valid: " + e.getMessage(), e);
      }
    }
    reader.end();
    return new Directory(entries);
  }

  private static DirectoryEntry decodeEntry(CborReader reader, byte[] bytes) {
    int parts = reader.readArray();
    RecordType type = RecordType.of((int) reader.readUnsigned(RecordType.DIRECTORY.id()));
    int payloadLength = (int) reader.readUnsigned(Integer.MAX_VALUE);
    int plainLength = (int) reader.readUnsigned(Integer.MAX_VALUE);
    int expected =
        switch (type) {
          case CHUNK -> CHUNK_PARTS;
          case BUNDLE -> BUNDLE_PARTS;
          case DOCUMENT -> DOCUMENT_PARTS;
          case DIRECTORY -> throw new IllegalArgumentException("a directory in the directory");
        };
    if (parts != expected) {
      throw new IllegalArgumentException(parts + " parts instead of " + expected);
    }
    return switch (type) {
      case CHUNK -> {
        requireLength(reader.readByteString(), ChunkId.BYTES);
        yield new Chunk(payloadLength, plainLength, ChunkId.of(bytes, reader.stringOffset()));
      }
      case BUNDLE -> new Bundle(payloadLength, plainLength, decodeChunks(reader, bytes));
      default -> new Document(payloadLength, plainLength);
    };
  }

  private static List<BundledChunk> decodeChunks(CborReader reader, byte[] bytes) {
    int idsLength = reader.readByteString();
    int ids = reader.stringOffset();
    int count = reader.readArray();
    requireLength(idsLength, (long) count * ChunkId.BYTES);
    List<BundledChunk> chunks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = (int) reader.readUnsigned(Integer.MAX_VALUE);
      chunks.add(new BundledChunk(ChunkId.of(bytes, ids + i * ChunkId.BYTES), length));
    }
    return chunks;
  }

  private static void requireLength(int length, long expected) {
    if (length != expected) {
      throw new IllegalArgumentException("ids of " + length + " bytes instead of " + expected);
    }
  }

  /**
   * Returns where the records end, and the directory's own starts.
   *
   * @param headerLength the length of the container's header
   */
  public long end(int headerLength) {
    long offset = headerLength;
    for (DirectoryEntry entry : entries) {
      offset += Segments.sealedLength(entry.payloadLength());
    }
    return offset;
  }
}
