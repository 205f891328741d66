package io.byssus.core.internal.prune;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobStore;
import io.byssus.core.internal.index.PackName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * In which epoch packs and index segments were sealed, as their headers say. All packs of a run are
 * of one epoch, so one header is read for each run, once. Used by one thread.
 */
public final class StoredEpochs {
  /** Of what is missing, or has no header: before all others, for nothing is lost with it. */
  static final int NONE = 0;

  private static final byte[] MAGIC = "BYSSUS".getBytes(StandardCharsets.US_ASCII);
  private static final int EPOCH_OFFSET = 12;
  private static final int BYTES = EPOCH_OFFSET + Integer.BYTES;

  private final BlobStore store;
  private final Map<String, Integer> runs = new HashMap<>();
  private final Map<String, Integer> segments = new HashMap<>();

  /** Reads headers from a store. */
  public StoredEpochs(BlobStore store) {
    this.store = store;
  }

  /** Returns the epoch of a pack. */
  int ofPack(PackName pack) {
    return known(runs, pack.run(), pack.key());
  }

  /** Returns the epoch of an index segment. */
  int ofSegment(String name) {
    return known(segments, name, BlobKey.of(StoreListing.SEGMENTS + name));
  }

  private int known(Map<String, Integer> epochs, String name, BlobKey blob) {
    Integer before = epochs.get(name);
    if (before != null) {
      return before;
    }
    int epoch = read(blob);
    if (epoch != NONE) {
      epochs.put(name, epoch); // a damaged pack says nothing of the others of its run
    }
    return epoch;
  }

  private int read(BlobKey blob) {
    byte[] header = new byte[BYTES];
    try {
      store.read(blob, 0, ByteBuffer.wrap(header));
    } catch (BlobNotFoundException | DamagedRepositoryException e) {
      return NONE; // to read it whole is for others, who say what is wrong with it
    }
    boolean sealed = Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    return sealed ? Math.max(NONE, ByteBuffer.wrap(header).getInt(EPOCH_OFFSET)) : NONE;
  }
}
