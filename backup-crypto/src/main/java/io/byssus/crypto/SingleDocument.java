package io.byssus.crypto;

import io.byssus.api.DamagedRepositoryException;
import java.util.List;

/** Containers with a single document whose secret is not one of the repository's. */
final class SingleDocument {
  private SingleDocument() {}

  static byte[] seal(ContainerHeader header, byte[] secret, byte[] context, byte[] document) {
    byte[] directory =
        new Directory(List.of(new DirectoryEntry.Document(document.length, document.length)))
            .encode();
    byte[] buffer =
        new byte
            [header.kind().headerLength()
                + ContainerSealer.sealedLength(document.length)
                + ContainerSealer.sealedLength(directory.length)
                + ContainerSealer.TRAILER_BYTES];
    ContainerSealer sealer = new ContainerSealer(header, secret, context, buffer);
    sealer.sealRecord(
        RecordType.DOCUMENT, RecordHeader.NO_CODEC, document, 0, document.length, document.length);
    sealer.finish(directory);
    return buffer;
  }

  /** Opens the document; the caller wipes it. */
  static byte[] open(ContainerHeader header, ContainerKeys keys, byte[] container) {
    ContainerContents contents =
        new ContainerOpener(header, keys).readAll(new Aead(), container, 0, container.length);
    if (contents.records().size() == 1) {
      OpenedRecord opened = contents.records().get(0);
      if (opened.header().type() == RecordType.DOCUMENT
          && opened.header().codec().equals(RecordHeader.NO_CODEC)) {
        return opened.payload();
      }
    }
    throw new DamagedRepositoryException(
        "a container of " + header.kind() + " does not hold exactly one document");
  }
}
