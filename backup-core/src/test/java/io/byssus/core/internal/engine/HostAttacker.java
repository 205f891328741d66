package io.byssus.core.internal.engine;

import io.byssus.api.ByssusException;
import io.byssus.api.ChunkId;
import io.byssus.api.SnapshotId;
import io.byssus.api.key.KeyProvider;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.core.internal.document.SealedDocument;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.log.ForgedEntries;
import io.byssus.core.internal.log.Holder;
import io.byssus.core.internal.log.Log;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.log.PackSet;
import io.byssus.core.internal.log.StoredSnapshot;
import io.byssus.core.internal.parity.ParityStrength;
import io.byssus.core.internal.store.Blobs;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.DigestAlgorithm;
import io.byssus.crypto.Domain;
import io.byssus.crypto.KeyFile;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.Suite;
import io.byssus.crypto.WriterRun;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does with the keys of a write-only host and its store all that he can think of. */
public final class HostAttacker {
  private static final String RUN = "a".repeat(32);

  private final OpenRepository taken;
  private final BlobStore store;
  private final RepositoryKeys keys;
  private final ForgedEntries forged;

  /** Takes over a host that has its repository open. */
  public HostAttacker(OpenRepository taken) {
    this.taken = taken;
    this.store = taken.store();
    this.keys = taken.keys();
    this.forged = new ForgedEntries(store, keys);
  }

  /** Returns what he sees of the log. */
  public LogState state() {
    return taken.state();
  }

  private byte[] read(BlobKey key) {
    byte[] bytes = new byte[(int) store.stat(key).orElseThrow().length()];
    store.read(key, 0, ByteBuffer.wrap(bytes));
    return bytes;
  }

  private List<BlobKey> list(String prefix) {
    List<BlobKey> found = new ArrayList<>();
    Blobs.forEach(store, prefix, info -> found.add(info.key()));
    return found;
  }

  /** Returns all packs. */
  public List<BlobKey> packs() {
    return list(PackName.PREFIX);
  }

  private boolean opens(ContainerKind kind, byte[] container) {
    try {
      keys.open(kind, container, 0, container.length);
      return true;
    } catch (ByssusException e) {
      return false;
    }
  }

  /** Returns the packs whose keys he can derive. */
  public List<BlobKey> packsThatOpen() {
    return packs().stream()
        .filter(
            key ->
                opens(ContainerKind.DATA_PACK, read(key))
                    || opens(ContainerKind.TREE_PACK, read(key)))
        .toList();
  }

  /** Returns the snapshots whose keys he can derive. */
  public List<SnapshotId> snapshotsThatOpen() {
    return state().snapshots().values().stream()
        .filter(snapshot -> opens(ContainerKind.SNAPSHOT, snapshot.container()))
        .map(snapshot -> snapshot.id())
        .toList();
  }

  /** Returns the index segments that he can open. */
  public List<String> segmentsThatOpen() {
    return list(IndexLoader.PREFIX).stream()
        .filter(key -> opens(ContainerKind.INDEX, read(key)))
        .map(BlobKey::lastSegment)
        .toList();
  }

  /** Returns the index segments of his own domain. */
  public List<String> ownSegments() {
    return List.copyOf(state().segments(keys.domain()));
  }

  /** Returns the key files that open with what opens his, but for his. */
  public List<BlobKey> otherKeyFilesThatOpen(KeyProvider provider) {
    return list(KeyFiles.PREFIX).stream()
        .filter(key -> !KeyFiles.id(key).equals(taken.holder()))
        .filter(
            key -> {
              try (RepositoryKeys opened = KeyFile.parse(read(key)).unlock(provider)) {
                return opened.domain() > 0;
              } catch (ByssusException e) {
                return false;
              }
            })
        .toList();
  }

  /** Returns the container of a snapshot, which every holder sees. */
  public byte[] container(SnapshotId id) {
    return Optional.ofNullable(state().snapshots().get(id)).orElseThrow().container();
  }

  /** Appends an entry that he signs. */
  public void forge(Change change) {
    forged.append(taken.log().replay(), change);
  }

  /** Puts a blob that is no entry where one would be. */
  public BlobKey putGarbageEntry(long number) {
    BlobKey key = Log.entryKey(number);
    store.create(key, BlobBody.of(new byte[] {1, 2, 3}), CreateOptions.none());
    return key;
  }

  /** Signs an entry of his own that continues nothing that there is. */
  public BlobKey forgeOutOfPlace(long number) {
    return forged.put(number, "5".repeat(64), add("e".repeat(64)));
  }

  /** Writes down that there is nothing in the repository. */
  public void forgeCheckpointOfNothing() {
    forged.checkpoint(ForgedEntries.nothingUpTo(taken.log().replay()));
  }

  /** Commits a snapshot of a tree that is nowhere. */
  public SnapshotId commitSnapshotOfNothing() {
    byte[] container = snapshotOfNothing();
    forge(commit(container));
    return StoredSnapshot.idOf(container);
  }

  /** Commits a snapshot that nobody can open. */
  public SnapshotId commitSnapshotThatDoesNotOpen() {
    byte[] container = snapshotOfNothing();
    container[container.length - 1] ^= 1;
    forge(commit(container));
    return StoredSnapshot.idOf(container);
  }

  private byte[] snapshotOfNothing() {
    Snapshot snapshot =
        Snapshot.builder(new SnapshotId("0".repeat(64)))
            .of("o", "host", List.of("/srv"))
            .made("full", null)
            .build();
    try (WriterRun run = keys.startRun(Suite.AES_256_GCM)) {
      return Manifests.seal(run, new Manifest(snapshot, new ChunkId(1, 2, 3, 4)));
    }
  }

  /** Returns a snapshot's commit. */
  public Change commit(byte[] container) {
    return new Change.Commit(RUN, List.of(), container);
  }

  /** Returns an index segment's entry. */
  public Change add(String segment) {
    return new Change.Add(RUN, List.of(segment), keys.domain());
  }

  /** Returns everything that is not his to say, among it what only a root says. */
  public List<Change> forbiddenChanges(SnapshotId victim) {
    LogState state = state();
    PackSet packs = PackSet.of(packs());
    List<String> segments = List.copyOf(state.segments());
    Holder evil = new Holder("d".repeat(64), 1, "evil", 0, "e".repeat(64));
    return List.of(
        new Change.Forget(List.copyOf(state.snapshots().keySet())),
        new Change.Pin(victim, "mine"),
        new Change.Unpin(victim),
        new Change.Mark(packs, List.of()),
        new Change.Condemn(state.number(), packs, segments),
        new Change.Swept(state.number()),
        new Change.Replace(RUN, List.of(), segments),
        new Change.Replace(RUN, List.of(), segments, keys.domain()),
        new Change.Add(RUN, segments, Domain.FULL),
        new Change.Amend(RUN, List.of(), victim, container(victim)),
        new Change.SetParity(Optional.of(new ParityStrength(100))),
        new Change.HolderAdded(evil),
        new Change.HolderRemoved(state.holders().keySet().iterator().next()),
        new Change.Voided(0, Map.of(1L, "a".repeat(64))),
        new Change.Voided(state.number() + 9, Map.of()),
        new Change.DomainBegun(77, "c".repeat(64), evil),
        new Change.Required("write-only"));
  }

  /** Stores an index segment of his domain that says what he likes, and enters it. */
  public void addSegment(byte[] payload) {
    enter(
        SealedDocument.seal(
            ContainerKind.INDEX,
            payload,
            buffer -> keys.seal(ContainerKind.INDEX, Suite.AES_256_GCM, buffer)));
  }

  /** Stores an index segment that is none, and enters it. */
  public void putGarbageSegmentAndAddIt() {
    enter(new byte[500]);
  }

  private void enter(byte[] segment) {
    String name = DigestAlgorithm.SHA_256.hex(segment, 0, segment.length);
    store.create(IndexLoader.key(name), BlobBody.of(segment), CreateOptions.none());
    forge(add(name));
  }

  /** Returns what somebody else's index segments hold, as if he had told. */
  public static List<byte[]> segmentsOf(BlobStore store, KeyProvider provider) {
    try (OpenRepository opened =
        new RepositoryOpener(store, Unlocking.with(provider), RepositorySettings.builder().build())
            .open()) {
      List<byte[]> payloads = new ArrayList<>();
      for (String segment : opened.state().segments(Domain.FULL)) {
        payloads.add(opened.indexes().payload(Domain.FULL, segment).orElseThrow());
      }
      return payloads;
    }
  }

  /** Returns a segment that lists the same chunks in packs that are not there. */
  public static byte[] ofOtherPacks(byte[] payload) {
    byte[] other = payload.clone();
    for (int i = 0; i + 32 < other.length; i++) {
      if (other[i] == 0x58 && other[i + 1] == 32) { // the hash of a pack, in CBOR
        other[i + 2] ^= 1;
      }
    }
    return other;
  }
}
