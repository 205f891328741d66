package io.byssus.core.internal.engine;

import io.byssus.api.Execution;
import io.byssus.api.SnapshotId;
import io.byssus.api.event.Progress;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.Target;
import io.byssus.core.internal.execution.Operation;
import io.byssus.core.internal.file.PathPattern;
import io.byssus.core.restore.Overwrite;
import io.byssus.core.restore.Restore;
import io.byssus.core.restore.RestorePlan;
import io.byssus.core.restore.RestoreReport;
import io.byssus.core.target.FileTarget;
import io.byssus.core.target.OwnerPolicy;
import io.byssus.core.target.RestoreStrategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The settings of a restore, collected until it runs. */
public final class RestoreOperation implements Restore {
  private final OpenRepository repository;
  private final SnapshotId snapshot;
  private final Operation<RestoreRequest, RestoreReport> operation;
  private final List<String> includes = new ArrayList<>();
  private final List<String> excludes = new ArrayList<>();
  private final Set<RestoreRequest.Option> options = EnumSet.noneOf(RestoreRequest.Option.class);

  /** What was asked for that only files have, applied to the target when it is known. */
  private final List<UnaryOperator<FileTarget>> fileRules = new ArrayList<>();

  private EntryPath from = EntryPath.root();
  private Overwrite overwrite = Overwrite.ALWAYS;
  private @Nullable Target target;
  private @Nullable Consumer<? super Progress> onProgress;

  /** Creates the settings of a restore of a snapshot. */
  public RestoreOperation(OpenRepository repository, SnapshotId snapshot) {
    this.repository = repository;
    this.snapshot = Objects.requireNonNull(snapshot, "snapshot");
    this.operation =
        new Operation<>("restore", request -> RestoreEngine.start(repository, request));
  }

  @Override
  public Restore to(Path directory) {
    return to(FileTarget.at(directory));
  }

  @Override
  public Restore to(Target chosen) {
    this.target = Objects.requireNonNull(chosen, "chosen");
    return this;
  }

  @Override
  public Restore from(String path) {
    return from(EntryPath.parse(path));
  }

  @Override
  public Restore from(EntryPath path) {
    this.from = Objects.requireNonNull(path, "path");
    return this;
  }

  @Override
  public Restore include(String pattern) {
    includes.add(PathPattern.parse(pattern).toString());
    return this;
  }

  @Override
  public Restore exclude(String pattern) {
    excludes.add(PathPattern.parse(pattern).toString());
    return this;
  }

  @Override
  public Restore overwrite(Overwrite rule) {
    this.overwrite = Objects.requireNonNull(rule, "rule");
    return this;
  }

  @Override
  public Restore deleteExtras() {
    options.add(RestoreRequest.Option.DELETE_EXTRAS);
    return this;
  }

  @Override
  public Restore strategy(RestoreStrategy chosen) {
    if (chosen == RestoreStrategy.MOST_RELIABLE) {
      verify();
    }
    return files(files -> files.strategy(chosen));
  }

  @Override
  public Restore verify() {
    options.add(RestoreRequest.Option.VERIFY);
    return this;
  }

  @Override
  public Restore numericOwners() {
    return files(files -> files.owners(OwnerPolicy.BY_NUMBER));
  }

  @Override
  public Restore withoutOwners() {
    return files(files -> files.owners(OwnerPolicy.NEVER));
  }

  @Override
  public Restore requireMetadata() {
    options.add(RestoreRequest.Option.METADATA_REQUIRED);
    return this;
  }

  @Override
  public Restore rollbackOnFailure() {
    return files(FileTarget::rollbackOnFailure);
  }

  private Restore files(UnaryOperator<FileTarget> rule) {
    fileRules.add(rule);
    return this;
  }

  @Override
  public Restore allowIncomplete() {
    options.add(RestoreRequest.Option.INCOMPLETE_ALLOWED);
    return this;
  }

  @Override
  public Restore onProgress(Consumer<? super Progress> listener) {
    this.onProgress = Objects.requireNonNull(listener, "listener");
    return this;
  }

  @Override
  public RestorePlan plan() {
    return RestorePlanner.plan(repository, request());
  }

  @Override
  public RestoreReport run() {
    return operation.run(request());
  }

  @Override
  public Execution<RestoreReport> start() {
    return operation.start(request());
  }

  private RestoreRequest request() {
    return new RestoreRequest(
        snapshot, settledTarget(), from, includes, excludes, overwrite, options, onProgress);
  }

  private Target settledTarget() {
    if (target == null) {
      throw new IllegalStateException("a restore wants a target: call to(directory) first");
    }
    if (fileRules.isEmpty()) {
      return target;
    }
    if (!(target instanceof FileTarget files)) {
      throw new IllegalStateException(
          "strategy, owners and rollback are rules for files, and "
              + target.location()
              + " has none: set what it knows of them where it is made");
    }
    FileTarget settled = files;
    for (UnaryOperator<FileTarget> rule : fileRules) {
      settled = rule.apply(settled);
    }
    return settled;
  }
}
