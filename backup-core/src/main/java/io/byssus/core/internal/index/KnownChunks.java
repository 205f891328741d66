package io.byssus.core.internal.index;

import io.byssus.api.ChunkId;
import java.util.ArrayList;
import java.util.List;

/**
 * The chunks that a run need not store: those the repository had when it started, and those it
 * stores itself. Notes which packs the run relies on. Safe for use by many threads.
 */
public final class KnownChunks {
  private final ChunkIndex index;
  private final ClaimedChunks claimed = new ClaimedChunks();

  /** Packs that were found to be damaged: what lies in them has to be stored again. */
  private final byte[] distrusted;

  /** Set to 1, and never back: threads may write one element at once. Read when they have ended. */
  private final byte[] reliedOn;

  /** Creates a set over the chunks that are there. */
  public KnownChunks(ChunkIndex index) {
    this.index = index;
    this.reliedOn = new byte[index.packs().size()];
    this.distrusted = new byte[index.packs().size()];
  }

  /** Returns whether nobody has this chunk, so that the caller has to store it. */
  public boolean claim(ChunkId id) {
    return !relyOn(id) && claimed.claim(id);
  }

  /** Returns whether the repository had this chunk when the run started; the run relies on it. */
  public boolean relyOn(ChunkId id) {
    for (int at = index.find(id); at != ChunkIndex.ABSENT; at = index.findNext(at)) {
      int pack = index.packOf(at);
      if (distrusted[pack] == 0) {
        reliedOn[pack] = 1;
        return true;
      }
    }
    return false;
  }

  /** Says that a chunk could not be read: what lies in its packs counts as lost from now on. */
  public void distrust(ChunkId id) {
    for (int at = index.find(id); at != ChunkIndex.ABSENT; at = index.findNext(at)) {
      distrusted[index.packOf(at)] = 1;
    }
  }

  /**
   * Says that the store does not have a pack as it was written: its chunks have to be stored again.
   *
   * @param pack its number in the index's list of packs
   */
  public void distrustPack(int pack) {
    distrusted[pack] = 1;
  }

  /** Returns the packs that the run relies on. To be called when all threads have ended. */
  public List<IndexedPack> packsReliedOn() {
    List<IndexedPack> packs = new ArrayList<>();
    for (int i = 0; i < reliedOn.length; i++) {
      if (reliedOn[i] == 1) {
        packs.add(index.packs().get(i));
      }
    }
    return packs;
  }
}
