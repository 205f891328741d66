package io.byssus.core.internal.engine;

import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.CreateOptions;
import io.byssus.core.internal.document.SealedDocument;
import io.byssus.core.internal.index.PackName;
import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.log.OpenMark;
import io.byssus.core.internal.log.PackSet;
import io.byssus.core.internal.store.Blobs;
import io.byssus.crypto.ContainerKind;
import io.byssus.crypto.DigestAlgorithm;
import io.byssus.crypto.Domain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Prunes step by step, as a test tells it, whether that is right or not. */
public final class HandPruner {
  private static final String RUN = "e".repeat(32);

  private final OpenRepository repository;

  /** Creates a pruner. */
  public HandPruner(OpenRepository repository) {
    this.repository = repository;
  }

  /** Returns what the log says now. */
  public LogState state() {
    return repository.state();
  }

  /** Returns the number of the entry behind which a change was appended. */
  private LogState append(Change change) {
    return repository.log().append(repository.state(), tail -> Optional.of(change));
  }

  /** Returns the packs that are in the store. */
  public List<PackName> packs() {
    List<PackName> packs = new ArrayList<>();
    Blobs.forEach(repository.store(), PackName.PREFIX, info -> packs.add(PackName.of(info.key())));
    return packs;
  }

  /** Marks packs, and segments that do not count. */
  public void mark(Predicate<PackName> wanted) {
    List<String> orphans = new ArrayList<>();
    LogState state = repository.state();
    Blobs.forEach(
        repository.store(),
        IndexLoader.PREFIX,
        info -> {
          if (!state.segments().contains(info.key().lastSegment())) {
            orphans.add(info.key().lastSegment());
          }
        });
    append(
        new Change.Mark(
            PackSet.of(packs().stream().filter(wanted).map(PackName::key).toList()), orphans));
  }

  /** Condemns all of the open mark. */
  public void condemn() {
    OpenMark mark = repository.state().openMark().orElseThrow();
    append(new Change.Condemn(mark.number(), mark.packs(), List.copyOf(mark.segments())));
  }

  /** Lets all of the open mark stay, if one is open. */
  public void release() {
    repository
        .state()
        .openMark()
        .ifPresent(mark -> append(new Change.Condemn(mark.number(), PackSet.EMPTY, List.of())));
  }

  /** Deletes what is condemned. */
  public void delete() {
    List<BlobKey> keys = new ArrayList<>();
    repository
        .state()
        .condemned()
        .forEach(
            gone -> {
              gone.packs().stream().forEach(keys::add);
              gone.segments().stream().map(IndexLoader::key).forEach(keys::add);
            });
    repository.store().delete(keys).orThrow();
  }

  /** Writes every segment that counts anew and drops the old ones. */
  public void replaceSegments() {
    List<String> added = new ArrayList<>();
    List<String> dropped = List.copyOf(repository.state().segments());
    for (String segment : dropped) {
      byte[] sealed =
          SealedDocument.seal(
              ContainerKind.INDEX,
              repository.indexes().payload(Domain.FULL, segment).orElseThrow(),
              buffer ->
                  repository
                      .keys()
                      .seal(ContainerKind.INDEX, repository.configuration().suite(), buffer));
      String name = DigestAlgorithm.SHA_256.hex(sealed, 0, sealed.length);
      repository.store().create(IndexLoader.key(name), BlobBody.of(sealed), CreateOptions.none());
      added.add(name);
    }
    append(new Change.Replace(RUN, added, dropped));
  }

  /** Drops every segment, as if all that they list were condemned. */
  public void dropSegments() {
    append(new Change.Replace(RUN, List.of(), List.copyOf(repository.state().segments())));
  }

  /** Holds as a writer does that is killed right away. */
  public void holdAndDie() {
    append(new Change.Hold(RUN));
  }

  /** Says that all is done. */
  public void sweep() {
    append(new Change.Swept(repository.state().number()));
  }
}
