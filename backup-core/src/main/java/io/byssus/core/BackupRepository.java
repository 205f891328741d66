package io.byssus.core;

import io.byssus.api.Fraction;
import io.byssus.api.SnapshotId;
import io.byssus.api.key.Secret;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.Source;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.StoreLocation;
import io.byssus.core.backup.Backup;
import io.byssus.core.backup.StrategyRecommendation;
import io.byssus.core.check.Check;
import io.byssus.core.diff.SnapshotDiff;
import io.byssus.core.find.Find;
import io.byssus.core.internal.engine.BackupOperation;
import io.byssus.core.internal.engine.CheckOperation;
import io.byssus.core.internal.engine.DiffOperation;
import io.byssus.core.internal.engine.FindOperation;
import io.byssus.core.internal.engine.Forgetting;
import io.byssus.core.internal.engine.OpenRepository;
import io.byssus.core.internal.engine.ParitySetting;
import io.byssus.core.internal.engine.Pins;
import io.byssus.core.internal.engine.PruneOperation;
import io.byssus.core.internal.engine.RepairOperation;
import io.byssus.core.internal.engine.RestoreOperation;
import io.byssus.core.internal.engine.RetentionOperation;
import io.byssus.core.internal.engine.SnapshotBrowser;
import io.byssus.core.internal.engine.StatisticsOperation;
import io.byssus.core.internal.engine.StrategyAdvisor;
import io.byssus.core.key.KeyHolders;
import io.byssus.core.prune.Prune;
import io.byssus.core.repair.Repair;
import io.byssus.core.restore.Restore;
import io.byssus.core.retention.ForgetReport;
import io.byssus.core.retention.Retention;
import io.byssus.core.retention.RetentionPolicy;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.snapshot.SnapshotEntry;
import io.byssus.core.snapshot.Snapshots;
import io.byssus.core.statistics.Statistics;
import java.net.URI;
import java.nio.file.FileSystem;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An open repository: an encrypted, deduplicated set of snapshots in a store.
 *
 * <pre>{@code
 * try (BackupRepository repository =
 *     BackupRepository.at("file:///var/backups/shop").passphrase(secret).open()) {
 *   repository.backup(FileSource.of(Path.of("/srv/shop"))).origin("shop").run();
 * }
 * }</pre>
 *
 * <p>Opened with the key of a {@linkplain KeyHolders#addHost write-only host}, it backs up, plans
 * backups and lists keys; everything else throws {@link io.byssus.api.WriteOnlyKeyException}.
 *
 * <p>Safe for use by several threads: operations run side by side. Several processes may have one
 * repository open and write to it at once. {@link #close()} cancels what still runs, waits until it
 * has stopped (see {@link io.byssus.api.Execution#close()} for how long), closes the store and
 * wipes the keys.
 */
public final class BackupRepository implements AutoCloseable {
  private final OpenRepository repository;
  private final @Nullable Secret recoveryKey;

  BackupRepository(OpenRepository repository, @Nullable Secret recoveryKey) {
    this.repository = repository;
    this.recoveryKey = recoveryKey;
  }

  /**
   * Names the repository at a location. Nothing happens before {@code open()} or {@code create()}.
   *
   * @param location a URI such as {@code file:///var/backups/shop}; the module of its scheme has to
   *     be on the class path or module path
   * @throws IllegalArgumentException if it is no URI with a scheme
   */
  public static RepositoryBuilder at(String location) {
    return new RepositoryBuilder(location);
  }

  /** Names the repository at a location. */
  public static RepositoryBuilder at(URI location) {
    return new RepositoryBuilder(location.toString());
  }

  /** Names the repository in a store, which is closed with the repository. */
  public static RepositoryBuilder on(BlobStore store) {
    return new RepositoryBuilder(store);
  }

  /** Returns where the repository is. */
  public StoreLocation location() {
    return repository.location();
  }

  /** Returns the repository's id: 32 hexadecimal digits, the same for all its copies. */
  public String id() {
    return repository.id();
  }

  /**
   * Returns what was found so far that its owner should know, a sentence each: entries of the log,
   * index segments or packs that are missing or damaged, which operations went on without, and a
   * store that takes only one writer. Operations add to it; a {@link #check} tells more.
   */
  public List<String> warnings() {
    return repository.warnings();
  }

  /** Makes a backup of a source, to be set up and run. */
  public Backup backup(Source source) {
    return new BackupOperation(repository, source);
  }

  /**
   * Recommends what the next backup of a source should compare with, if it does not name its
   * origin.
   */
  public StrategyRecommendation recommendStrategy(Source source) {
    return recommendStrategy(BackupOperation.originOf(source));
  }

  /**
   * Recommends what the next backup of an origin should compare with, from what its snapshots say
   * of the data: how much changes, when every file was read last, and whether anything is damaged.
   *
   * <p>Reads the trees in which the last snapshot differs from the one before it and from the last
   * full one.
   */
  public StrategyRecommendation recommendStrategy(String origin) {
    repository.requireFull("compare snapshots");
    return new StrategyAdvisor(repository).recommend(origin);
  }

  /** Makes a restore of a snapshot, to be set up and run. */
  public Restore restore(SnapshotId snapshot) {
    repository.requireFull("restore");
    return new RestoreOperation(repository, snapshot);
  }

  /** Makes a restore of a snapshot, to be set up and run. */
  public Restore restore(Snapshot snapshot) {
    return restore(snapshot.id());
  }

  /** Makes a check, to be set up and run. */
  public Check check() {
    repository.requireFull("check");
    return new CheckOperation(repository);
  }

  /** Returns how much parity packs get when they are stored; none if it is empty. */
  public Optional<Fraction> parity() {
    return new ParitySetting(repository).read();
  }

  /**
   * Changes how much parity packs get that are stored from now on: Reed-Solomon codes by which a
   * repair corrects them when they are damaged. Contiguous damage of nearly this part of a pack is
   * corrected wherever it lies, and so is as much that is scattered. Packs that are there get
   * theirs from a repair.
   *
   * @param part how much, in parts of the packs' size: 1% to 50%, to a tenth of a percent, or 0 for
   *     none; 3% is a good choice
   * @throws IllegalArgumentException if it is another value
   * @throws io.byssus.api.store.StoreUnavailableException if the store can't be reached
   * @throws io.byssus.api.store.StoreAccessDeniedException if the store refuses
   */
  public void parity(Fraction part) {
    repository.requireFull("set the parity");
    new ParitySetting(repository).change(ParitySetting.strength(part));
  }

  /**
   * Makes a repair of what is damaged, to be planned, set up and run. What can be put back from a
   * copy of the repository should be put back before.
   */
  public Repair repair() {
    repository.requireFull("repair");
    return new RepairOperation(repository);
  }

  /** Makes an application of a policy that says which snapshots stay, to be planned and run. */
  public Retention retention(RetentionPolicy policy) {
    repository.requireFull("forget snapshots");
    return new RetentionOperation(repository, policy);
  }

  /**
   * Forgets snapshots, the last of their origins too: they can't be listed or restored any more,
   * and their space is given back when the repository is pruned. A restore that has begun goes on.
   * More than a thousand are forgotten in several steps, of which the first may be done when it
   * fails.
   *
   * @param snapshots which ones; that others forget one at the same time is no error
   * @throws io.byssus.api.SnapshotNotFoundException if one is not there; then none is forgotten
   * @throws io.byssus.api.SnapshotPinnedException if one is pinned
   * @throws io.byssus.api.DamagedRepositoryException if log entries are missing or damaged: what
   *     they said is not known, so nothing is forgotten
   * @throws io.byssus.api.store.StoreUnavailableException if the store can't be reached
   * @throws io.byssus.api.store.StoreAccessDeniedException if the store refuses
   * @throws io.byssus.api.store.OutcomeUnknownException if the store's answer was lost
   */
  public ForgetReport forget(Collection<SnapshotId> snapshots) {
    repository.requireFull("forget snapshots");
    return new Forgetting(repository, snapshots).run();
  }

  /** Forgets snapshots. */
  public ForgetReport forget(SnapshotId... snapshots) {
    return forget(List.of(snapshots));
  }

  /**
   * Makes a prune, which deletes what no snapshot needs, to be set up and run. It has to be said
   * when: forgetting snapshots gives no space back by itself.
   */
  public Prune prune() {
    repository.requireFull("prune");
    return new PruneOperation(repository);
  }

  /**
   * Pins a snapshot: neither a policy nor its id forgets it until it is unpinned. One that is
   * pinned gets the new reason.
   *
   * @param snapshot which one
   * @param reason why, for people: 1 to {@value Snapshot#MAX_PIN_REASON} characters
   * @throws IllegalArgumentException if the reason is empty or too long
   * @throws io.byssus.api.SnapshotNotFoundException if it is not there
   * @throws io.byssus.api.store.StoreUnavailableException if the store can't be reached
   * @throws io.byssus.api.store.StoreAccessDeniedException if the store refuses
   */
  public void pin(SnapshotId snapshot, String reason) {
    repository.requireFull("pin snapshots");
    new Pins(repository).pin(snapshot, reason);
  }

  /**
   * Lets a snapshot go that was pinned; without effect on one that was not.
   *
   * @throws io.byssus.api.SnapshotNotFoundException if it is not there
   * @throws io.byssus.api.store.StoreUnavailableException if the store can't be reached
   * @throws io.byssus.api.store.StoreAccessDeniedException if the store refuses
   */
  public void unpin(SnapshotId snapshot) {
    repository.requireFull("unpin snapshots");
    new Pins(repository).unpin(snapshot);
  }

  /**
   * Returns the snapshots that there are now, those of other processes included, in the order in
   * which they were committed.
   *
   * @throws io.byssus.api.UnsupportedFormatException if a newer version has written to the log
   * @throws io.byssus.api.store.StoreUnavailableException if the store can't be reached
   * @throws io.byssus.api.store.StoreAccessDeniedException if the store refuses
   */
  public Snapshots snapshots() {
    repository.requireFull("list snapshots");
    return repository.snapshots();
  }

  /**
   * Lists what is in a snapshot at and below a path, directories before their entries.
   *
   * @param snapshot the snapshot
   * @param from where to start; {@link EntryPath#root()} for everything
   * @param visitor is given each entry, in this thread; what it throws ends the listing
   * @throws io.byssus.api.EntryNotFoundException if there is nothing at that path
   * @throws io.byssus.api.SnapshotNotFoundException if there is no such snapshot
   * @throws io.byssus.api.DamagedRepositoryException if a directory can't be read; the entries
   *     before it were given
   * @throws io.byssus.api.store.StoreUnavailableException if the store can't be reached
   * @throws io.byssus.api.store.StoreAccessDeniedException if the store refuses
   */
  public void list(SnapshotId snapshot, EntryPath from, Consumer<? super SnapshotEntry> visitor) {
    repository.requireFull("list what is in snapshots");
    new SnapshotBrowser(repository).list(snapshot, from, visitor);
  }

  /**
   * Opens a snapshot as a file system, to be read by whatever reads files: {@code Files.walk},
   * {@code Files.copy}, {@code Files.newByteChannel} (seekable), links followed inside the
   * snapshot.
   *
   * <pre>{@code
   * try (FileSystem files = repository.fileSystem(snapshot)) {
   *   Files.copy(files.getPath("/srv/shop/orders.csv"), target);
   * }
   * }</pre>
   *
   * <p>Paths and attributes behave as on Linux, with the views {@code basic}, {@code owner}, {@code
   * posix}, {@code unix} and {@code user}. Owners have the names that they had where the backup was
   * made. Holes of sparse files are zeros. Names are bytes: as text, {@code \xNN} is a byte that is
   * no printable UTF-8, and a backslash is written twice; {@link SnapshotPaths} takes paths of the
   * disk and bytes as they are. An interrupt closes the channel that is read. Whatever would write
   * throws {@link java.nio.file.ReadOnlyFileSystemException}; what is damaged throws an {@link
   * java.io.IOException} whose cause is the {@link io.byssus.api.ByssusException}. There are no
   * {@code FileChannel}s and nothing to watch. A path's URI names it, and does not lead back:
   * {@code Path.of(uri)} finds no file system. {@code unix:nlink} of a directory is 1. An open file
   * holds the chunk that it is read from: 1 MiB on average, 8 MiB at most.
   *
   * <p>Safe for use by many threads; close it before the repository.
   *
   * @throws io.byssus.api.SnapshotNotFoundException if there is no such snapshot
   */
  public FileSystem fileSystem(SnapshotId snapshot) {
    repository.requireFull("read snapshots");
    return new SnapshotBrowser(repository).fileSystem(snapshot);
  }

  /** Opens a snapshot as a file system. */
  public FileSystem fileSystem(Snapshot snapshot) {
    return fileSystem(snapshot.id());
  }

  /** Makes a search for entries, in all snapshots or some, to be set up and run. */
  public Find find() {
    repository.requireFull("search snapshots");
    return new FindOperation(repository);
  }

  /**
   * Returns what differs between two snapshots.
   *
   * @throws io.byssus.api.SnapshotNotFoundException if there is no such snapshot
   */
  public SnapshotDiff diff(SnapshotId older, SnapshotId newer) {
    repository.requireFull("compare snapshots");
    return new DiffOperation(repository, older, newer);
  }

  /** Returns what differs between two snapshots. */
  public SnapshotDiff diff(Snapshot older, Snapshot newer) {
    return diff(older.id(), newer.id());
  }

  /** Makes a count of what snapshots hold and cost, to be set up and run. */
  public Statistics statistics() {
    repository.requireFull("count what snapshots hold");
    return new StatisticsOperation(repository);
  }

  /** Returns who can open the repository. */
  public KeyHolders keys() {
    return repository.keyHolders();
  }

  /**
   * Returns the recovery key of a repository that was just created: 40 letters and digits in
   * groups, as ASCII text, which open the repository when every passphrase and key provider is
   * lost. It is nowhere stored and can't be had again: print it and put it away, or make another
   * one later ({@link KeyHolders#addRecoveryKey}). Empty if the repository was opened, or created
   * {@linkplain RepositoryBuilder#withoutRecoveryKey() without one}. Wiped by {@link #close()}.
   */
  public Optional<Secret> recoveryKey() {
    return Optional.ofNullable(recoveryKey);
  }

  @Override
  public void close() {
    if (recoveryKey != null) {
      recoveryKey.close();
    }
    repository.close();
  }

  @Override
  public String toString() {
    return "BackupRepository[" + location() + "]";
  }
}
