package io.byssus.core.internal.prune;

import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.store.Blobs;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The packs and segments in the store, as its listing tells, held against the log: what counts and
 * is whole, what is condemned and still there, and orphans, which no entry knows. Immutable.
 */
public final class StoreListing {
  /** What the keys of all index segments start with. */
  static final String SEGMENTS = "index/";

  private static final Pattern SEGMENT = Pattern.compile("[0-9a-f]{64}");

  private final LogState state;
  private final LivePacks packs;
  private final Grace grace;
  private final BitSet whole = new BitSet();
  private final Map<BlobKey, StoredBlob> condemned = new HashMap<>();
  private final Map<PackName, StoredBlob> strayParity = new HashMap<>();
  private final List<StoredBlob> orphanPacks = new ArrayList<>();
  private final List<StoredBlob> orphanSegments = new ArrayList<>();
  private final Map<String, Long> segmentLengths = new HashMap<>();
  private final Set<String> youngRuns = new HashSet<>();

  private StoreListing(LogState state, LivePacks packs, Grace grace) {
    this.state = state;
    this.packs = packs;
    this.grace = grace;
  }

  /**
   * Lists a store.
   *
   * @param state what the log says
   * @param packs that are live in it
   * @param grace tells runs that may be under way from others
   */
  public static StoreListing of(BlobStore store, LogState state, LivePacks packs, Grace grace) {
    StoreListing listing = new StoreListing(state, packs, grace);
    // Before the packs: one whose parity is listed and that is not there by then has gone.
    Blobs.forEach(store, PackName.PARITY_PREFIX, listing::parity);
    Blobs.forEach(store, PackName.PREFIX, listing::pack);
    Blobs.forEach(store, SEGMENTS, listing::segment);
    return listing;
  }

  private void parity(BlobInfo info) {
    String place = info.key().value().substring(PackName.PARITY_PREFIX.length());
    Optional<PackName> pack = PackName.parse(BlobKey.of(PackName.PREFIX + place));
    if (pack.isEmpty() || packs.numberOf(pack.get()) >= 0) {
      return;
    }
    if (state.isCondemned(pack.get().key())) {
      condemned.put(info.key(), StoredBlob.of(info));
    } else {
      strayParity.put(pack.get(), StoredBlob.of(info));
    }
  }

  private void pack(BlobInfo info) {
    Optional<PackName> name = PackName.parse(info.key());
    if (name.isEmpty()) {
      return; // whose that is nobody knows
    }
    if (!grace.isOver(info.created())) {
      youngRuns.add(name.get().run());
    }
    int number = packs.numberOf(name.get());
    if (number >= 0) {
      if (info.lengthKnown() && info.length() == packs.get(number).length()) {
        whole.set(number);
      }
    } else if (state.isCondemned(name.get().key())) {
      condemned.put(info.key(), StoredBlob.of(info));
    } else {
      strayParity.remove(name.get());
      orphanPacks.add(StoredBlob.of(info));
    }
  }

  private void segment(BlobInfo info) {
    String name = info.key().lastSegment();
    if (!SEGMENT.matcher(name).matches()) {
      return;
    }
    if (state.isCondemned(name)) {
      condemned.put(info.key(), StoredBlob.of(info));
    } else if (state.segments().contains(name)) {
      segmentLengths.put(name, StoredBlob.of(info).length());
    } else {
      orphanSegments.add(StoredBlob.of(info));
    }
  }

  /** Returns the live packs that are there with their length. */
  BitSet whole() {
    return whole;
  }

  /** Returns what is condemned or dropped, and there. */
  Map<BlobKey, StoredBlob> condemned() {
    return condemned;
  }

  /** Returns how many condemned packs are there. */
  public long condemnedPackCount() {
    return condemned.keySet().stream()
        .filter(key -> key.value().startsWith(PackName.PREFIX))
        .count();
  }

  /** Returns what condemned packs and segments take that are there. */
  public long condemnedBytes() {
    return condemned.values().stream().mapToLong(StoredBlob::length).sum();
  }

  /** Returns the length of a condemned blob, or of a segment that counted; 0 if it is not known. */
  long length(BlobKey key) {
    StoredBlob blob = condemned.get(key);
    return blob != null ? blob.length() : segmentLengths.getOrDefault(key.lastSegment(), 0L);
  }

  /** Returns the parity of packs that are gone. Nobody needs it, marked or not. */
  Collection<StoredBlob> strayParity() {
    return strayParity.values();
  }

  /** Returns the packs that no entry knows, but for those of runs that may be under way. */
  List<StoredBlob> orphanPacks() {
    return orphanPacks.stream()
        .filter(blob -> !isYoung(PackName.parse(blob.key()).orElseThrow()))
        .toList();
  }

  /** Returns the segments that no entry knows, but for new ones. */
  List<StoredBlob> orphanSegments() {
    return orphanSegments.stream().filter(blob -> grace.isOver(blob.created())).toList();
  }

  /** Returns how long each segment is that counts and is there. */
  Map<String, Long> segmentLengths() {
    return segmentLengths;
  }

  /** Returns whether a pack is of a run that showed a sign of life within the grace period. */
  boolean isYoung(PackName pack) {
    return youngRuns.contains(pack.run());
  }
}
