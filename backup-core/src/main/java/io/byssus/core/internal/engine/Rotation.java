package io.byssus.core.internal.engine;

import io.byssus.api.KeyHolderRefusedException;
import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.log.Epochs;
import io.byssus.core.internal.log.Holder;
import io.byssus.core.internal.log.HostDomain;
import io.byssus.core.internal.log.LogState;
import io.byssus.crypto.NextEpoch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Begins a new epoch: fresh secrets in a letter to every holder that the log names, or to all but
 * one. Writers that run meanwhile find the entry before they append theirs.
 */
final class Rotation {
  private final OpenRepository repository;

  Rotation(OpenRepository repository) {
    this.repository = repository;
  }

  /**
   * Begins an epoch.
   *
   * @param wanted whether there is still reason to, in the state that the entry would follow
   * @param stays which holders get the letter
   * @return the state behind it
   */
  LogState run(Predicate<LogState> wanted, Predicate<Holder> stays) {
    return repository
        .log()
        .append(
            repository.state(),
            tail -> wanted.test(tail) ? Optional.of(next(tail, stays)) : Optional.empty());
  }

  private Change next(LogState tail, Predicate<Holder> stays) {
    if (tail.incomplete()) {
      throw new KeyHolderRefusedException(
          "log entries are missing or damaged, so it is not known who holds keys",
          "Put the entries back from a copy of the repository, or let a repair void them.",
          null);
    }
    if (tail.epoch() >= Epochs.MOST) {
      throw new KeyHolderRefusedException(
          "the repository has had " + Epochs.MOST + " epochs, and can have no more",
          "Back up into a new repository.",
          null);
    }
    List<Holder> recipients = tail.holders().values().stream().filter(stays).toList();
    if (recipients.stream().noneMatch(holder -> holder.id().equals(repository.holder()))) {
      throw new KeyHolderRefusedException(
          "the repository was opened with key file "
              + KeyFiles.abbreviated(repository.holder())
              + ", which the log does not name (any more)",
          "Open it with one of its holders.",
          null);
    }
    long now = repository.settings().clock().instant().getEpochSecond();
    try (NextEpoch next = repository.keys().nextEpoch()) {
      Map<String, Long> hosts =
          tail.domains().values().stream()
              .collect(Collectors.toMap(HostDomain::holder, HostDomain::number));
      return Epochs.begin(repository.keys(), next, tail.number() + 1, recipients, hosts, now);
    }
  }
}
