package io.byssus.core.internal.pack;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.WrongKeyException;
import io.byssus.core.internal.index.PackContents;
import io.byssus.core.internal.index.PackKind;
import io.byssus.core.internal.index.PackName;
import io.byssus.crypto.ChunkHasher;
import io.byssus.crypto.ContainerOpener;
import io.byssus.crypto.ContainerSealer;
import io.byssus.crypto.Directory;
import io.byssus.crypto.DirectoryEntry;
import io.byssus.crypto.DirectoryEntry.BundledChunk;
import io.byssus.crypto.RecordHeader;
import io.byssus.crypto.RecordType;
import io.byssus.crypto.RepositoryKeys;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the records that are sound in a pack that may not be: each stands alone, and says by itself
 * what it is, so neither the directory nor the index is needed. Used by one thread.
 */
public final class PackSalvage implements AutoCloseable {
  private static final int KIND_AT = 9;

  private final RepositoryKeys keys;
  private final RecordDecoder decoder;
  private final ChunkHasher hasher;

  /**
   * A record that is sound.
   *
   * @param offset where it starts in its pack
   * @param codec what compressed its payload
   * @param payload its payload
   * @param entry what a directory says of it
   */
  @SuppressWarnings("ArrayRecordComponent") // on its way from one pack to the next
  public record Salvaged(int offset, String codec, byte[] payload, DirectoryEntry entry) {
    /** Returns the ids of the chunks in it. */
    public List<ChunkId> chunks() {
      if (entry instanceof DirectoryEntry.Bundle bundle) {
        return bundle.chunks().stream().map(BundledChunk::id).toList();
      }
      return entry instanceof DirectoryEntry.Chunk chunk ? List.of(chunk.id()) : List.of();
    }

    /** Stores it in a new pack. */
    public void storeIn(PackWriter packs, PackKind kind) {
      packs.add(kind, new PackRecord(codec, payload, 0, entry));
    }
  }

  /** Creates a salvage. */
  public PackSalvage(RepositoryKeys keys, RecordDecoder decoder) {
    this.keys = keys;
    this.decoder = decoder;
    this.hasher = keys.chunkHasher();
  }

  /**
   * Reads every sound record of a pack. Behind one that is damaged the next is looked for byte by
   * byte.
   *
   * @param pack what was found of it
   * @param kind what it holds
   * @param consumer is given each record, in order
   * @return where the record behind the last one starts, if there was no gap; else -1
   * @throws MissingCodecException if a record is sound and its codec is not installed
   */
  public int records(byte[] pack, PackKind kind, Consumer<Salvaged> consumer) {
    ContainerOpener opener;
    try {
      opener = keys.open(kind.container(), pack, 0, pack.length);
    } catch (DamagedRepositoryException
        | UnsupportedFormatException
        | WrongKeyException
        | IndexOutOfBoundsException e) {
      return -1; // without its header, whose salt made its key, a pack is noise
    }
    boolean gap = false;
    int at = opener.headerLength();
    int end = at;
    while (at + RecordHeader.BYTES < pack.length) {
      Optional<RecordHeader> header = header(opener, pack, at);
      if (header.isEmpty()) {
        gap = true;
        at++;
      } else if (header.get().type() == RecordType.DIRECTORY) {
        break;
      } else {
        int sealed = ContainerSealer.sealedLength(header.get().payloadLength());
        Optional<Salvaged> record = record(opener, pack, at, sealed);
        record.ifPresent(consumer);
        gap |= record.isEmpty();
        at += record.isPresent() || follows(opener, pack, at + sealed) ? sealed : 1;
        end = at;
      }
    }
    return gap ? -1 : end;
  }

  /** Returns a header if it is one that a record of a pack can have; it is not authenticated. */
  private static Optional<RecordHeader> header(ContainerOpener opener, byte[] pack, int at) {
    try {
      RecordHeader header = opener.recordHeader(at, pack, at);
      long sealed = ContainerSealer.sealedLength(header.payloadLength());
      boolean fits =
          header.payloadLength() <= pack.length && sealed > 0 && at + sealed <= pack.length;
      return fits && header.type() != RecordType.DOCUMENT ? Optional.of(header) : Optional.empty();
    } catch (DamagedRepositoryException | UnsupportedFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean follows(ContainerOpener opener, byte[] pack, int at) {
    return at + RecordHeader.BYTES < pack.length && header(opener, pack, at).isPresent();
  }

  private Optional<Salvaged> record(ContainerOpener opener, byte[] pack, int at, int sealed) {
    try {
      RecordHeader header = decoder.decode(opener, at, pack, at, sealed);
      DirectoryEntry entry = entry(header);
      byte[] payload = new byte[header.payloadLength()];
      opener.openRecord(decoder.aead(), at, pack, at, sealed, payload, 0);
      return Optional.of(new Salvaged(at, header.codec(), payload, entry));
    } catch (MissingCodecException e) {
      throw e; // it is sound: who lacks the codec must not give it up
    } catch (DamagedRepositoryException | UnsupportedFormatException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private DirectoryEntry entry(RecordHeader header) {
    byte[] plain = decoder.plain();
    int payload = header.payloadLength();
    int length = header.plainLength();
    if (header.type() == RecordType.CHUNK) {
      return new DirectoryEntry.Chunk(payload, length, hasher.hash(plain, 0, length));
    }
    if (header.type() != RecordType.BUNDLE || length < Integer.BYTES) {
      throw new DamagedRepositoryException("a pack holds a record of type " + header.type());
    }
    ByteBuffer table = ByteBuffer.wrap(plain, 0, length);
    int count = table.getInt();
    if (count < 1 || count > length / Integer.BYTES - 1) {
      throw new DamagedRepositoryException("a bundle of " + count + " chunks");
    }
    List<BundledChunk> chunks = new ArrayList<>();
    int at = DirectoryEntry.Bundle.tableLength(count);
    for (int i = 0; i < count; i++) {
      int chunk = table.getInt();
      if (chunk < 0 || chunk > length - at) {
        throw new DamagedRepositoryException("a bundle that is longer than its record");
      }
      chunks.add(new BundledChunk(hasher.hash(plain, at, chunk), chunk));
      at += chunk;
    }
    return new DirectoryEntry.Bundle(payload, length, chunks);
  }

  /**
   * Returns what is in a pack whose bytes are those that it is named by.
   *
   * @throws DamagedRepositoryException if it does not open, or its records do not cover it
   * @throws MissingCodecException if the codec of one is not installed
   */
  public PackContents contents(PackName name, byte[] pack) {
    PackKind kind = kind(pack);
    List<DirectoryEntry> entries = new ArrayList<>();
    int end = records(pack, kind, record -> entries.add(record.entry()));
    if (end < 0) {
      throw new DamagedRepositoryException(name + " is not a pack of this repository");
    }
    return new PackContents(
        name, kind, pack.length, kind.container().headerLength(), new Directory(entries));
  }

  /** Returns the kind that a pack's header names. */
  public static PackKind kind(byte[] pack) {
    return Arrays.stream(PackKind.values())
        .filter(kind -> pack.length > KIND_AT && pack[KIND_AT] == kind.container().id())
        .findFirst()
        .orElse(PackKind.DATA);
  }

  @Override
  public void close() {
    decoder.close();
  }
}
