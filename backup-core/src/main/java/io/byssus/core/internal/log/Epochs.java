package io.byssus.core.internal.log;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobNotFoundException;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.core.internal.document.SignedStatement;
import io.byssus.core.internal.log.Change.EpochBegun;
import io.byssus.core.internal.store.BlobLimit;
import io.byssus.core.internal.store.Blobs;
import io.byssus.crypto.EpochLetter;
import io.byssus.crypto.NextEpoch;
import io.byssus.crypto.RepositoryKeys;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The letters about epochs that followed the first. The log's entry decides; a copy of its letter
 * in {@code epochs/} lets a key file of an earlier epoch open the latest checkpoint, and opens the
 * repository where that entry is damaged.
 */
public final class Epochs {
  /** What the keys of all copies start with. */
  public static final String PREFIX = "epochs/";

  private static final Logger log = LoggerFactory.getLogger(Epochs.class);

  private static final String PURPOSE = "byssus epoch 1";

  /** The secrets of so many are within what a key file may have. */
  public static final int MOST = 128;

  private Epochs() {}

  /**
   * Returns the change that begins an epoch.
   *
   * @param keys of the epoch before
   * @param entry the number of the entry that it will be
   * @param recipients the holders that stay
   * @param hosts the domains of those who only write, by the names of key files
   */
  public static EpochBegun begin(
      RepositoryKeys keys,
      NextEpoch next,
      long entry,
      List<Holder> recipients,
      Map<String, Long> hosts,
      long now) {
    Map<String, byte[]> publicKeys =
        recipients.stream()
            .collect(
                Collectors.toMap(
                    Holder::id, holder -> HexFormat.of().parseHex(holder.publicKey())));
    EpochLetter letter = next.letter(entry, publicKeys, hosts);
    byte[] signed =
        SignedStatement.sign(PURPOSE, letter.encode(), keys.rootPublicKey(), keys::signAsRoot);
    return new EpochBegun(letter, signed, now);
  }

  static EpochBegun begun(byte[] signedLetter, long created) {
    return new EpochBegun(
        EpochLetter.decode(SignedStatement.unverified(signedLetter)), signedLetter, created);
  }

  /** Takes the secrets out of a letter, if it is about the next epoch and signed as it must be. */
  static void admit(RepositoryKeys keys, EpochBegun begun) {
    if (begun.letter().epoch() == keys.epoch() + 1) {
      SignedStatement.verify(PURPOSE, begun.signedLetter(), List.of(keys.rootPublicKey()));
      keys.admit(begun.letter());
    }
  }

  /** Takes the secrets out of the copies that there are of letters about later epochs. */
  static void admitCopies(BlobStore store, RepositoryKeys keys) {
    if (Blobs.first(store, PREFIX, 1).isEmpty()) {
      return;
    }
    try {
      for (int epoch = keys.epoch(); epoch == keys.epoch(); epoch++) {
        byte[] signed = Blobs.read(store, key(epoch + 1), BlobLimit.KEY_FILE);
        admit(keys, begun(signed, 0));
      }
    } catch (DamagedRepositoryException e) {
      log.warn("A copy of a letter in {} is damaged: {}", PREFIX, e.getMessage());
    } catch (BlobNotFoundException e) {
      // the log has it, or it is the newest
    }
  }

  /** Stores the copy of a letter; the log has it if that fails. */
  static void copy(BlobStore store, EpochBegun begun) {
    try {
      store.create(
          key(begun.letter().epoch()), BlobBody.of(begun.signedLetter()), CreateOptions.none());
    } catch (ByssusException e) {
      log.warn("No copy of the letter about an epoch was written: {}", e.getMessage());
    }
  }

  private static BlobKey key(int epoch) {
    return EntryNumbers.key(PREFIX, epoch);
  }
}
