package io.byssus.core.backup;

import io.byssus.api.Execution;
import io.byssus.api.OperationCancelledException;
import io.byssus.api.event.Progress;
import io.byssus.api.source.Source;
import io.byssus.core.internal.execution.Operation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Backs a source up into a new snapshot.
 *
 * <p>Made by {@code BackupRepository.backup}, set up by its methods, then {@linkplain #run run} or
 * {@linkplain #start started} once. When it returns, the snapshot is durable and restores on its
 * own. A backup that is cancelled or killed leaves the repository whole, and the next one uses what
 * was already stored.
 *
 * <p>Not safe for use by several threads; backups of one repository may run side by side, in this
 * process and in others.
 */
public final class Backup {
  private static final int MAX_TEXT = 4096;

  private final Source source;
  private final Operation<BackupRequest, BackupReport> operation;
  private @Nullable String origin;
  private final Set<String> tags = new LinkedHashSet<>();
  private String description = "";
  private BackupStrategy strategy = BackupStrategy.INCREMENTAL;
  private Compression compression = Compression.DEFAULT;
  private boolean incompleteAllowed;
  private @Nullable Consumer<? super Progress> onProgress;

  /**
   * Creates a backup; applications get one from {@code BackupRepository.backup}.
   *
   * @param source what to back up
   * @param engine starts the work
   */
  public Backup(Source source, Function<BackupRequest, Execution<BackupReport>> engine) {
    this.source = Objects.requireNonNull(source, "source");
    this.operation = new Operation<>("backup", engine);
  }

  /**
   * Says what the snapshot is of, so that later backups find their parent and retention its group
   * even when host names change. The default is the source's host and roots.
   *
   * @param name 1 to 4,096 characters
   */
  public Backup origin(String name) {
    this.origin = text("origin", name);
    return this;
  }

  /**
   * Adds a tag to the snapshot.
   *
   * @param name 1 to 4,096 characters
   */
  public Backup tag(String name) {
    tags.add(text("tag", name));
    return this;
  }

  /** Describes the snapshot in words. */
  public Backup description(String words) {
    this.description = words.isEmpty() ? "" : text("description", words);
    return this;
  }

  /** Chooses what to compare with. The default is {@link BackupStrategy#INCREMENTAL}. */
  public Backup strategy(BackupStrategy chosen) {
    this.strategy = Objects.requireNonNull(chosen, "chosen");
    return this;
  }

  /** Chooses how to compress. The default is {@link Compression#DEFAULT}. */
  public Backup compression(Compression chosen) {
    this.compression = Objects.requireNonNull(chosen, "chosen");
    return this;
  }

  /** Accepts that parts of the source can't be read: they are only reported. */
  public Backup allowIncomplete() {
    this.incompleteAllowed = true;
    return this;
  }

  /**
   * Is told how far the backup is: by one thread at a time, at most ten times a second. What the
   * listener throws is logged, not obeyed.
   */
  public Backup onProgress(Consumer<? super Progress> listener) {
    this.onProgress = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Backs up and returns when the snapshot is stored.
   *
   * @throws IncompleteBackupException if the snapshot was stored, but parts of the source could not
   *     be read and that was not allowed
   * @throws OperationCancelledException if the calling thread was interrupted; its flag stays set
   * @throws IllegalStateException if it was run before
   */
  public BackupReport run() {
    return operation.run(request());
  }

  /**
   * Starts backing up in the background.
   *
   * @throws IllegalStateException if it was run before
   */
  public Execution<BackupReport> start() {
    return operation.start(request());
  }

  private BackupRequest request() {
    String name = origin != null ? origin : source.host() + ":" + String.join(",", source.roots());
    return new BackupRequest(
        source,
        name,
        List.copyOf(tags),
        description,
        strategy,
        compression,
        incompleteAllowed,
        onProgress);
  }

  private static String text(String what, String value) {
    if (value.isEmpty() || value.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          what + " has 1 to " + MAX_TEXT + " characters, not " + value.length());
    }
    return value;
  }
}
