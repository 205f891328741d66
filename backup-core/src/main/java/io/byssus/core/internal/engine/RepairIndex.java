package io.byssus.core.internal.engine;

import io.byssus.api.store.BlobBody;
import io.byssus.api.store.CreateOptions;
import io.byssus.core.internal.document.SealedDocument;
import io.byssus.core.internal.index.IndexSegmentWriter;
import io.byssus.core.internal.index.PackContents;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.pack.PackSink;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.DigestAlgorithm;
import java.util.ArrayList;
import java.util.List;

/** Writes the index of packs that a repair stored or found. Safe for use by several threads. */
final class RepairIndex implements PackSink {
  private static final int CHUNKS_PER_SEGMENT = 1 << 16;

  private final OpenRepository repository;
  private final List<String> written = new ArrayList<>();
  private final List<PackName> packs = new ArrayList<>();
  private IndexSegmentWriter segment = new IndexSegmentWriter();

  RepairIndex(OpenRepository repository) {
    this.repository = repository;
  }

  @Override
  public synchronized void stored(PackContents pack) {
    segment.add(pack);
    packs.add(pack.name());
    if (segment.chunks() >= CHUNKS_PER_SEGMENT) {
      write();
    }
  }

  private void write() {
    if (segment.isEmpty()) {
      return;
    }
    byte[] bytes =
        SealedDocument.seal(
            ContainerKind.INDEX,
            segment.payload(),
            buffer ->
                repository
                    .keys()
                    .seal(ContainerKind.INDEX, repository.configuration().suite(), buffer));
    String name = DigestAlgorithm.SHA_256.hex(bytes, 0, bytes.length);
    repository.store().create(IndexLoader.key(name), BlobBody.of(bytes), CreateOptions.none());
    written.add(name);
    segment = new IndexSegmentWriter();
  }

  /** Stores the last segment and returns the names of all. */
  synchronized List<String> finish() {
    write();
    return List.copyOf(written);
  }

  /** Returns the packs that the segments list. */
  synchronized List<PackName> packs() {
    return List.copyOf(packs);
  }
}
