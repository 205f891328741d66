package io.byssus.core.internal.log;

import io.byssus.api.SnapshotId;
import io.byssus.core.internal.parity.ParityStrength;
import io.byssus.crypto.Domain;
import io.byssus.crypto.EpochLetter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an entry of the log changes. */
public sealed interface Change {
  /** Returns whether only the root key may make it, because it is about who holds keys. */
  default boolean wantsRootKey() {
    return this instanceof HolderAdded
        || this instanceof HolderRemoved
        || this instanceof DomainBegun
        || this instanceof Required
        || this instanceof EpochBegun
        || this instanceof Voided;
  }

  /** Returns whether a holder who only writes may make it. */
  default boolean allowedToHosts() {
    return this instanceof Add || this instanceof Commit || this instanceof Hold;
  }

  /** Returns the domain that it is about: that of full holders, if it says no other. */
  default long domain() {
    return Domain.FULL;
  }

  /** Returns whether full holders may make it in a domain that is not theirs, to maintain it. */
  default boolean maintainsOthers() {
    return this instanceof Add || this instanceof Replace || this instanceof Amend;
  }

  /**
   * Packs were stored; their index segments count from here on.
   *
   * @param run the run that stored them: 32 hexadecimal digits
   * @param segments names of index segments: 64 hexadecimal digits each
   * @param domain in which they count
   */
  record Add(String run, List<String> segments, long domain) implements Change {
    /** Copies the list. */
    public Add {
      segments = List.copyOf(segments);
    }

    /** Segments of full holders. */
    public Add(String run, List<String> segments) {
      this(run, segments, Domain.FULL);
    }
  }

  /**
   * A snapshot was stored, with the last of its packs.
   *
   * @param run the run that stored it
   * @param segments names of index segments
   * @param snapshot the snapshot's container
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  record Commit(String run, List<String> segments, byte[] snapshot) implements Change {
    /** Copies the list. */
    public Commit {
      segments = List.copyOf(segments);
    }

    /** Returns the id of the snapshot. */
    public SnapshotId snapshotId() {
      return StoredSnapshot.idOf(snapshot);
    }

    @Override
    public long domain() {
      return Domain.of(snapshot);
    }
  }

  /**
   * Snapshots are there no more; what is pinned stays.
   *
   * @param snapshots 1 to {@value #MOST} of them
   */
  record Forget(List<SnapshotId> snapshots) implements Change {
    /** Keeps an entry at 34 KB: entries are never deleted, and everybody reads them. */
    public static final int MOST = 1_000;

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there are none or too many
     */
    public Forget {
      snapshots = List.copyOf(snapshots);
      if (snapshots.isEmpty() || snapshots.size() > MOST) {
        throw new IllegalArgumentException(
            "an entry forgets 1 to " + MOST + " snapshots, not " + snapshots.size());
      }
    }
  }

  /**
   * A snapshot is not forgotten until it is unpinned.
   *
   * @param snapshot which one; without effect if it is not there
   * @param reason for people
   */
  record Pin(SnapshotId snapshot, String reason) implements Change {}

  /**
   * A snapshot may be forgotten again.
   *
   * @param snapshot which one; without effect if it is not there or not pinned
   */
  record Unpin(SnapshotId snapshot) implements Change {}

  /**
   * Index segments were written anew.
   *
   * @param run the run that did it
   * @param segments count from here on; 0 to {@value #MOST}
   * @param dropped count no more, and may be deleted; 0 to {@value #MOST}
   * @param domain in which they count
   */
  record Replace(String run, List<String> segments, List<String> dropped, long domain)
      implements Change {
    /** Keeps an entry below 4 MB. */
    public static final int MOST = 50_000;

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if one is too long
     */
    public Replace {
      segments = atMost(MOST, segments, "adds");
      dropped = atMost(MOST, dropped, "drops");
    }

    /** Segments of full holders. */
    public Replace(String run, List<String> segments, List<String> dropped) {
      this(run, segments, dropped, Domain.FULL);
    }
  }

  /**
   * These may go: nobody may rely on these packs until it is decided. Without effect while another
   * mark is open.
   *
   * @param packs 0 to {@value #MOST_PACKS}
   * @param segments that never counted; 0 to {@value #MOST_SEGMENTS}
   */
  record Mark(PackSet packs, List<String> segments) implements Change {
    /** Keeps an entry below 16 MiB, also when every pack is of another run. */
    public static final int MOST_PACKS = 250_000;

    /** What is beside that many packs. */
    public static final int MOST_SEGMENTS = 50_000;

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there are too many
     */
    public Mark {
      segments = atMost(MOST_SEGMENTS, segments, "marks");
      atMost(packs);
    }
  }

  /**
   * It is decided what goes of a mark; the rest of it stays. Without effect if that mark is not
   * open.
   *
   * @param mark the number of the entry that marked it
   * @param packs go; what is not in the mark is not meant
   * @param segments go, unless they count by now
   */
  record Condemn(long mark, PackSet packs, List<String> segments) implements Change {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there are more than a mark has
     */
    public Condemn {
      segments = atMost(Mark.MOST_SEGMENTS, segments, "condemns");
      atMost(packs);
    }
  }

  /**
   * What was condemned or dropped is deleted, and listed nowhere.
   *
   * @param number by entries up to this one
   */
  record Swept(long number) implements Change {}

  /**
   * A run wants to commit: please do not mark.
   *
   * @param run which one
   */
  record Hold(String run) implements Change {}

  private static List<String> atMost(int most, List<String> segments, String does) {
    if (segments.size() > most) {
      throw new IllegalArgumentException(
          "an entry " + does + " up to " + most + " segments, not " + segments.size());
    }
    return List.copyOf(segments);
  }

  private static void atMost(PackSet packs) {
    if (packs.size() > Mark.MOST_PACKS) {
      throw new IllegalArgumentException(
          "an entry names up to " + Mark.MOST_PACKS + " packs, not " + packs.size());
    }
  }

  /**
   * A snapshot takes the place of another one, whose number and pin it gets. Without a snapshot if
   * that one is not there.
   *
   * @param run the run that stored it
   * @param segments names of index segments
   * @param amended the one that is there no more
   * @param snapshot the new one's container
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  record Amend(String run, List<String> segments, SnapshotId amended, byte[] snapshot)
      implements Change {
    /** Copies the list. */
    public Amend {
      segments = List.copyOf(segments);
    }

    /** Returns the id of the new snapshot. */
    public SnapshotId snapshotId() {
      return StoredSnapshot.of(0, snapshot).id();
    }

    @Override
    public long domain() {
      return Domain.of(snapshot);
    }
  }

  /**
   * Packs that are stored from here on have parity.
   *
   * @param strength how much; none if it is empty
   */
  record SetParity(Optional<ParityStrength> strength) implements Change {}

  /**
   * Somebody was given keys that only write, and a domain for what he writes.
   *
   * @param number of the domain
   * @param author the public key that signs its entries: 64 hexadecimal digits
   * @param holder who has the keys
   */
  record DomainBegun(long number, String author, Holder holder) implements Change {}

  /**
   * From here on a program has to know something to read and write the repository rightly.
   *
   * @param feature one of {@link Features}
   */
  record Required(String feature) implements Change {}

  /**
   * What is wrong with numbers of the log is settled: those who hold the keys know that nothing is
   * to be found there.
   *
   * @param next where the log goes on, if the entry closes a gap: what is between the two is not
   *     there and will not be; 0 if it closes none
   * @param blobs the SHA-256 of what is found at numbers before it; 0 to {@value #MOST}
   */
  record Voided(long next, Map<Long, String> blobs) implements Change {
    /** Keeps an entry below half a megabyte. */
    public static final int MOST = 10_000;

    /**
     * Copies the map.
     *
     * @throws IllegalArgumentException if it is too large
     */
    public Voided {
      if (blobs.size() > MOST) {
        throw new IllegalArgumentException(
            "an entry settles up to " + MOST + " numbers, not " + blobs.size());
      }
      blobs = Map.copyOf(blobs);
    }
  }

  /** Somebody was given keys. */
  record HolderAdded(Holder holder) implements Change {}

  /**
   * Somebody's key file was taken away.
   *
   * @param id the name of the key file
   */
  record HolderRemoved(String id) implements Change {}

  /**
   * A new epoch begins: entries behind this one are sealed and signed with its secrets, and whoever
   * has no copy of the letter is a holder no more.
   *
   * @param letter the secrets for those who stay
   * @param signedLetter the letter, signed by the root of the epoch before
   * @param created seconds since 1970, for people
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  record EpochBegun(EpochLetter letter, byte[] signedLetter, long created) implements Change {}
}
