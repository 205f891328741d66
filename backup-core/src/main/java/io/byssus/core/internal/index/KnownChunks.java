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

  /** Packs that are damaged, or may go: what lies in them has to be stored again. */
  private final byte[] distrusted;

  /** Set to 1, and never back: threads may write one element at once. Read when they have ended. */
  private final byte[] reliedOn;

  /** Likewise: the packs in which content was found that had been read from the source. */
  private final byte[] foundIn;

  /** Creates a set over the chunks that are there. */
  public KnownChunks(ChunkIndex index) {
    this.index = index;
    this.reliedOn = new byte[index.packs().size()];
    this.foundIn = new byte[index.packs().size()];
    this.distrusted = new byte[index.packs().size()];
  }

  /** Returns whether nobody has this chunk, so that the caller has to store it. */
  public boolean claim(ChunkId id) {
    int pack = choose(id);
    if (pack == ChunkIndex.ABSENT) {
      return claimed.claim(id);
    }
    foundIn[pack] = 1;
    return false;
  }

  /** Returns whether the repository had this chunk when the run started; the run relies on it. */
  public boolean relyOn(ChunkId id) {
    return choose(id) != ChunkIndex.ABSENT;
  }

  private int choose(ChunkId id) {
    for (int at = index.find(id); at != ChunkIndex.ABSENT; at = index.findNext(at)) {
      int pack = index.packOf(at);
      if (distrusted[pack] == 0) {
        reliedOn[pack] = 1;
        return pack;
      }
    }
    return ChunkIndex.ABSENT;
  }

  /** Says that a chunk could not be read: what lies in its packs counts as lost from now on. */
  public void distrust(ChunkId id) {
    for (int at = index.find(id); at != ChunkIndex.ABSENT; at = index.findNext(at)) {
      distrusted[index.packOf(at)] = 1;
    }
  }

  /**
   * Says that the run may not rely on a pack: what lies in it and nowhere else has to be stored
   * again.
   *
   * @param pack its number in the index's list of packs
   */
  public void distrustPack(int pack) {
    distrusted[pack] = 1;
  }

  /** Returns the packs that the run relies on. To be called when all threads have ended. */
  public List<IndexedPack> packsReliedOn() {
    return packs(reliedOn);
  }

  /**
   * Returns those of them in which content was found that the run had read, and so need not store.
   * To be called when all threads have ended.
   */
  public List<IndexedPack> packsFoundIn() {
    return packs(foundIn);
  }

  private List<IndexedPack> packs(byte[] noted) {
    List<IndexedPack> packs = new ArrayList<>();
    for (int i = 0; i < noted.length; i++) {
      if (noted[i] == 1) {
        packs.add(index.packs().get(i));
      }
    }
    return packs;
  }
}
