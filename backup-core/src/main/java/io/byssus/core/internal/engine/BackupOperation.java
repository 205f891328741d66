package io.byssus.core.internal.engine;

import io.byssus.api.Execution;
import io.byssus.api.event.Progress;
import io.byssus.api.source.Source;
import io.byssus.core.backup.Backup;
import io.byssus.core.backup.BackupPlan;
import io.byssus.core.backup.BackupReport;
import io.byssus.core.backup.BackupStrategy;
import io.byssus.core.backup.Compression;
import io.byssus.core.backup.Quiesce;
import io.byssus.core.internal.execution.Operation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The settings of a backup, collected until it runs. */
public final class BackupOperation implements Backup {

  private static final int MAX_TEXT = 4096;

  private final OpenRepository repository;
  private final Source source;
  private final Operation<BackupRequest, BackupReport> operation;
  private @Nullable String origin;
  private final Set<String> tags = new LinkedHashSet<>();
  private String description = "";
  private BackupStrategy strategy = BackupStrategy.INCREMENTAL;
  private Compression compression = Compression.DEFAULT;
  private boolean incompleteAllowed;
  private @Nullable Quiesce quiesce;
  private @Nullable Consumer<? super Progress> onProgress;

  /** Creates the settings of a backup of a source. */
  public BackupOperation(OpenRepository repository, Source source) {
    this.repository = repository;
    this.source = Objects.requireNonNull(source, "source");
    this.operation = new Operation<>("backup", request -> BackupEngine.start(repository, request));
  }

  @Override
  public Backup origin(String name) {
    this.origin = text("origin", name);
    return this;
  }

  @Override
  public Backup tag(String name) {
    tags.add(text("tag", name));
    return this;
  }

  @Override
  public Backup description(String words) {
    this.description = words.isEmpty() ? "" : text("description", words);
    return this;
  }

  @Override
  public Backup strategy(BackupStrategy chosen) {
    this.strategy = Objects.requireNonNull(chosen, "chosen");
    return this;
  }

  @Override
  public Backup compression(Compression chosen) {
    if (!chosen.codec().equals(Compression.NO_CODEC)) {
      repository.codecs().codec(chosen.codec()); // refused here rather than after the first reading
    }
    this.compression = chosen;
    return this;
  }

  @Override
  public Backup allowIncomplete() {
    this.incompleteAllowed = true;
    return this;
  }

  @Override
  public Backup quiesce(Quiesce callbacks) {
    this.quiesce = Objects.requireNonNull(callbacks, "callbacks");
    return this;
  }

  @Override
  public Backup onProgress(Consumer<? super Progress> listener) {
    this.onProgress = Objects.requireNonNull(listener, "listener");
    return this;
  }

  @Override
  public BackupPlan plan() {
    return new Operation<BackupRequest, BackupPlan>(
            "plan", request -> PlanEngine.start(repository, request))
        .run(request());
  }

  @Override
  public BackupReport run() {
    return operation.run(request());
  }

  @Override
  public Execution<BackupReport> start() {
    return operation.start(request());
  }

  private BackupRequest request() {
    String name = origin != null ? origin : originOf(source);
    return new BackupRequest(
        source,
        name,
        List.copyOf(tags),
        description,
        strategy,
        compression,
        incompleteAllowed,
        quiesce,
        onProgress);
  }

  /** Returns what a snapshot of a source is of where nobody says so. */
  public static String originOf(Source source) {
    return source.host() + ":" + String.join(",", source.roots());
  }

  private static String text(String what, String value) {
    if (value.isEmpty() || value.length() > MAX_TEXT) {
      throw new IllegalArgumentException(
          what + " has 1 to " + MAX_TEXT + " characters, not " + value.length());
    }
    return value;
  }
}
