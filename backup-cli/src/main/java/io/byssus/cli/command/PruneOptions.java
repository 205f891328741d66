package io.byssus.cli.command;

import io.byssus.core.BackupRepository;
import io.byssus.core.prune.Prune;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to leave alone when a repository is pruned. */
final class PruneOptions {
  @Option(
      names = "--grace",
      paramLabel = "TIME",
      description = "Leave alone what is newer, such as 12h or 3d (default: 1d); 0 for nothing.")
  private @Nullable String grace;

  @Option(
      names = "--max-unused",
      paramLabel = "PERCENT",
      description = "How much of what is stored may stay unused (default: 5%%).")
  private @Nullable String maxUnused;

  @Option(
      names = "--max-repack",
      paramLabel = "SIZE",
      description = "Store at most so much of the packs anew, such as 10G (default: no limit).")
  private @Nullable String maxRepack;

  @Option(
      names = "--patience",
      paramLabel = "TIME",
      description =
          "Wait so long for a backup that asked prunes to wait and is silent (default: 15m); 0 if"
              + " you know that no backup runs.")
  private @Nullable String patience;

  @Option(
      names = "--reencrypt",
      description = "Store anew what was sealed in an earlier epoch, before a key was revoked.")
  private boolean reencrypt;

  /** Returns whether one of them is there. */
  boolean given() {
    return grace != null || maxUnused != null || maxRepack != null || patience != null || reencrypt;
  }

  Prune prune(BackupRepository repository) {
    Prune prune = repository.prune();
    if (grace != null) {
      prune.grace(DurationArgument.parseOrZero("--grace", grace));
    }
    if (maxUnused != null) {
      prune.maxUnused(PercentArgument.parse("--max-unused", maxUnused));
    }
    if (maxRepack != null) {
      prune.maxRepack(SizeArgument.parse("--max-repack", maxRepack));
    }
    if (patience != null) {
      prune.patience(DurationArgument.parseOrZero("--patience", patience));
    }
    if (reencrypt) {
      prune.reencrypt();
    }
    return prune;
  }
}
