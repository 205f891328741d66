package io.byssus.core.internal.prune;

import io.byssus.api.store.BlobKey;
import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.index.IndexedPack;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.log.PackSet;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The packs of an index that are live in a state of the log, by their numbers in the index. Two
 * segments may list one pack: it counts once, with its first number, so that nobody takes it for
 * two copies. Immutable.
 */
public final class LivePacks {
  private final ChunkIndex index;
  private final int[] first;
  private final Map<PackName, Integer> numbers;
  private final BitSet live = new BitSet();

  /** Looks at the packs of an index. */
  public LivePacks(ChunkIndex index, LogState state) {
    this.index = index;
    List<IndexedPack> packs = index.packs();
    this.first = new int[packs.size()];
    this.numbers = new HashMap<>(2 * packs.size());
    for (int i = 0; i < first.length; i++) {
      numbers.merge(packs.get(i).name(), i, this::worthier);
    }
    for (int i = 0; i < first.length; i++) {
      PackName name = packs.get(i).name();
      first[i] = numbers.getOrDefault(name, i);
      if (first[i] == i && !state.isCondemned(name.key())) {
        live.set(i);
      }
    }
  }

  /** What a host says of a pack that is not its own must not stand for what full holders say. */
  private int worthier(int earlier, int later) {
    boolean better = index.packs().get(later).domain() < index.packs().get(earlier).domain();
    return better ? later : earlier;
  }

  /** Returns the index. */
  public ChunkIndex index() {
    return index;
  }

  /** Returns the numbers of all of them. */
  BitSet all() {
    return (BitSet) live.clone();
  }

  boolean isLive(int pack) {
    return live.get(pack);
  }

  /** Returns the number of the pack that holds the chunk at a position. */
  int packOf(int position) {
    return first[index.packOf(position)];
  }

  /** Returns whether a position is the first listing of its pack, and not another of the same. */
  boolean isFirstListing(int position) {
    int pack = index.packOf(position);
    return first[pack] == pack;
  }

  /** Returns the number of a pack, or -1 if it is not live. */
  int numberOf(PackName name) {
    int number = numbers.getOrDefault(name, -1);
    return number >= 0 && live.get(number) ? number : -1;
  }

  /** Returns whether a segment that counts lists a pack, condemned or not. */
  boolean isListed(PackName name) {
    return numbers.containsKey(name);
  }

  IndexedPack get(int number) {
    return index.packs().get(number);
  }

  /** Returns the numbers of those packs of a set that are live. */
  BitSet numbersOf(PackSet packs) {
    BitSet found = new BitSet();
    packs.stream()
        .map(PackName::of)
        .mapToInt(this::numberOf)
        .filter(number -> number >= 0)
        .forEach(found::set);
    return found;
  }

  /** Returns the keys of packs. */
  List<BlobKey> keys(BitSet packs) {
    return packs.stream().mapToObj(number -> get(number).name().key()).toList();
  }

  /** Returns how many there are. */
  public long count() {
    return live.cardinality();
  }

  /** Returns what all of them take. */
  public long bytes() {
    return bytes(live);
  }

  /** Returns what packs take. */
  public long bytes(BitSet packs) {
    return packs.stream().mapToLong(number -> get(number).length()).sum();
  }

  /** Returns the positions of all copies of the chunk that is at a first position. */
  IntStream copies(int position) {
    return IntStream.iterate(position, at -> at != ChunkIndex.ABSENT, index::findNext);
  }
}
