package io.byssus.cli.command;

import io.byssus.cli.error.CommandException;
import io.byssus.core.restore.Overwrite;
import io.byssus.core.restore.Restore;
import io.byssus.core.target.RestoreStrategy;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What of a snapshot is restored, and what becomes of that which is in the target already. */
final class RestoreRuleOptions {
  @Option(
      names = {"-i", "--include"},
      paramLabel = "PATTERN",
      description = "Restore only what matches; may be given several times.")
  private final List<String> includes = new ArrayList<>();

  @Option(
      names = {"-e", "--exclude"},
      paramLabel = "PATTERN",
      description = "Leave out what matches; may be given several times.")
  private final List<String> excludes = new ArrayList<>();

  @Option(
      names = "--overwrite",
      paramLabel = "always|if-changed|if-newer|never",
      converter = Overwrites.class,
      completionCandidates = Overwrites.class,
      description =
          "What to do with what is there: compare its content and write what differs, trust its"
              + " size and time, replace only older files, or leave it (default: always).")
  private Overwrite overwrite = Overwrite.ALWAYS;

  @Option(
      names = "--delete",
      description =
          "Delete what is in the target, below what was backed up, and not in the snapshot.")
  private boolean delete;

  @Option(names = "--verify", description = "Read every file back after it is written.")
  private boolean verify;

  @Option(
      names = "--strategy",
      paramLabel = "fastest|most-reliable",
      converter = Strategies.class,
      completionCandidates = Strategies.class,
      description =
          "Change files in place and leave writing to the system, or replace whole files that were"
              + " forced to the disk, and verify (default: fastest).")
  private RestoreStrategy strategy = RestoreStrategy.FASTEST;

  @Option(
      names = "--numeric-owner",
      description = "Restore owners by their numbers, not their names.")
  private boolean numericOwner;

  @Option(names = "--no-owner", description = "Leave all to the user who restores.")
  private boolean noOwner;

  @Option(
      names = "--rollback",
      description = "Take everything back if the restore fails or is interrupted.")
  private boolean rollback;

  void apply(Restore restore) {
    Arguments.texts("--include", includes).forEach(restore::include);
    Arguments.texts("--exclude", excludes).forEach(restore::exclude);
    restore.overwrite(overwrite).strategy(strategy);
    if (delete) {
      restore.deleteExtras();
    }
    if (verify) {
      restore.verify();
    }
    if (numericOwner && noOwner) {
      throw CommandException.usage("--numeric-owner and --no-owner exclude each other");
    }
    if (numericOwner) {
      restore.numericOwners();
    }
    if (noOwner) {
      restore.withoutOwners();
    }
    if (rollback) {
      restore.rollbackOnFailure();
    }
  }

  static final class Overwrites extends Words<Overwrite> {
    Overwrites() {
      super(Overwrite.class);
    }
  }

  static final class Strategies extends Words<RestoreStrategy> {
    Strategies() {
      super(RestoreStrategy.class);
    }
  }
}
