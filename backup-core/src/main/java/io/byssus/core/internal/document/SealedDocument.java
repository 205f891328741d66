package io.byssus.core.internal.document;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.api.WrongKeyException;
import io.byssus.crypto.Aead;
import io.byssus.crypto.ContainerContents;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.ContainerOpener;
import io.byssus.crypto.ContainerSealer;
import io.byssus.crypto.Directory;
import io.byssus.crypto.DirectoryEntry.Document;
import io.byssus.crypto.OpenedRecord;
import io.byssus.crypto.RecordHeader;
import io.byssus.crypto.RecordType;
import io.byssus.crypto.RepositoryKeys;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** A document alone in its container. */
public final class SealedDocument {
  private SealedDocument() {}

  /**
   * Seals a document.
   *
   * @param kind of the container
   * @param payload the document
   * @param sealer starts a container of that kind in a buffer
   * @return the container's bytes
   */
  public static byte[] seal(
      ContainerKind kind, byte[] payload, Function<byte[], ContainerSealer> sealer) {
    byte[] directory =
        new Directory(List.of(new Document(payload.length, payload.length))).encode();
    int length =
        Math.addExact(
            kind.headerLength()
                + ContainerSealer.sealedLength(directory.length)
                + ContainerSealer.TRAILER_BYTES,
            ContainerSealer.sealedLength(payload.length));
    ContainerSealer container = sealer.apply(new byte[length]);
    container.sealRecord(
        RecordType.DOCUMENT, RecordHeader.NO_CODEC, payload, 0, payload.length, payload.length);
    container.finish(directory);
    return Arrays.copyOf(container.array(), container.length());
  }

  /**
   * A document that was opened.
   *
   * @param payload the document
   * @param epoch that its container belongs to
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  public record Opened(byte[] payload, int epoch) {}

  /**
   * Opens a document.
   *
   * @param keys open the container
   * @param kind that the container must be of
   * @param container the container's bytes
   * @throws DamagedRepositoryException if a single bit of it is not what was sealed. A header that
   *     names another version or suite is damage too: the configuration would have said so first
   */
  public static byte[] open(RepositoryKeys keys, ContainerKind kind, byte[] container) {
    return openInEpoch(keys, kind, container).payload();
  }

  /** Opens a document, and tells the epoch that it belongs to. */
  public static Opened openInEpoch(RepositoryKeys keys, ContainerKind kind, byte[] container) {
    try {
      ContainerOpener opener = keys.open(kind, container, 0, container.length);
      ContainerContents contents = opener.readAll(new Aead(), container, 0, container.length);
      return new Opened(payload(kind, contents), opener.epoch());
    } catch (UnsupportedFormatException | WrongKeyException e) {
      throw new DamagedRepositoryException(String.valueOf(e.getMessage()), e);
    }
  }

  private static byte[] payload(ContainerKind kind, ContainerContents contents) {
    List<OpenedRecord> records = contents.records();
    boolean single = records.size() == 1;
    if (!single
        || records.get(0).header().type() != RecordType.DOCUMENT
        || !records.get(0).header().codec().equals(RecordHeader.NO_CODEC)) {
      throw new DamagedRepositoryException(
          "a container of kind " + kind + " does not hold a single document");
    }
    return records.get(0).payload();
  }
}
