package io.byssus.core.internal.log;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.UnsupportedFormatException;
import io.byssus.core.internal.document.SignedStatement;
import io.byssus.crypto.Domain;
import io.byssus.crypto.RepositoryKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose signature an entry of the log may have, and what each may say: the root who holds keys,
 * full holders all else, and who only writes that it stored something in its domain.
 */
final class Signers {
  private final byte[] root;
  private final byte[] author;
  private final Map<Long, HostDomain> domains;
  private final Map<String, Holder> holders;

  /**
   * Looks who may sign the entry that follows a state.
   *
   * @param epoch that the entry belongs to
   */
  Signers(RepositoryKeys keys, Fold fold, int epoch) {
    this.root = keys.rootPublicKey(epoch);
    this.author = keys.authorPublicKey(epoch);
    this.domains = fold.domains;
    this.holders = fold.holders;
  }

  /** Returns the public keys of all, those included who were holders once. */
  List<byte[]> publicKeys() {
    List<byte[]> all = new ArrayList<>(List.of(author, root));
    domains.values().forEach(domain -> all.add(HexFormat.of().parseHex(domain.author())));
    return all;
  }

  /** Returns whether somebody signed it who only writes, or did. */
  boolean isHost(SignedStatement signed) {
    return host(signed).isPresent();
  }

  private Optional<HostDomain> host(SignedStatement signed) {
    String signer = HexFormat.of().formatHex(signed.signer());
    return domains.values().stream().filter(domain -> domain.author().equals(signer)).findFirst();
  }

  /**
   * Returns what an entry says.
   *
   * @param signed by one of the public keys
   * @throws PowerlessEntryException if a host may not say so, or is a holder no more
   * @throws DamagedRepositoryException if another may not say so
   */
  Entry decode(SignedStatement signed) {
    Optional<HostDomain> host = host(signed);
    if (host.isPresent()) {
      return ofHost(host.get(), signed.statement());
    }
    Entry entry = Entry.decode(signed.statement(), Domain.FULL);
    Change change = entry.change();
    if (!Arrays.equals(signed.signer(), change.wantsRootKey() ? root : author)) {
      throw new DamagedRepositoryException("the entry is signed by a key that may not make it");
    }
    if (change.domain() != Domain.FULL && !change.maintainsOthers()) {
      throw new DamagedRepositoryException(
          "the entry has a snapshot of domain " + change.domain() + ", which its author is not of");
    }
    return entry;
  }

  private Entry ofHost(HostDomain domain, byte[] statement) {
    String host = "the entry is by the write-only host '" + domain.label() + "'";
    if (!holders.containsKey(domain.holder())) {
      throw new PowerlessEntryException(host + ", whose key was removed before: it has no effect");
    }
    Entry entry;
    try {
      entry = Entry.decode(statement, domain.number());
    } catch (UnsupportedFormatException | DamagedRepositoryException e) {
      throw new PowerlessEntryException(host + ", and says nothing that counts: " + e.getMessage());
    }
    Change change = entry.change();
    boolean own = change instanceof Change.Hold || change.domain() == domain.number();
    if (!change.allowedToHosts() || !own) {
      throw new PowerlessEntryException(
          host + ", which may say what it stored and nothing else: it has no effect");
    }
    return entry;
  }
}
