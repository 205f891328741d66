package io.byssus.cli.command;

import io.byssus.cli.json.JsonObject;
import io.byssus.cli.terminal.ProgressLine;
import io.byssus.core.BackupRepository;
import io.byssus.core.diff.DiffTotals;
import io.byssus.core.diff.Difference;
import io.byssus.core.diff.Difference.Aspect;
import io.byssus.core.diff.Difference.Change;
import io.byssus.core.diff.SnapshotDiff;
import io.byssus.core.snapshot.Snapshots;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what differs between two snapshots. */
@Command(
    name = "diff",
    description = "Tell what differs between two snapshots.",
    sortOptions = false,
    footer = {"", "+ added, - removed, M content modified, T type modified, U metadata modified."})
final class DiffCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "OLDER",
      description = "The snapshot to compare with: first digits of an id, or latest.")
  private String older = "";

  @Parameters(index = "1", paramLabel = "NEWER", description = "The snapshot to compare.")
  private String newer = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "PATH",
      description = "Compare this and what is below (default: /).")
  private String path = "/";

  @Option(
      names = "--metadata",
      description = "Also what has other permissions, owner or times only.")
  private boolean metadata;

  @Mixin private final SnapshotFilter filter = new SnapshotFilter();

  DiffCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    DiffTotals totals;
    try (BackupRepository repository = session.open();
        ProgressLine line = session.progressLine()) {
      Snapshots all = repository.snapshots();
      SnapshotDiff diff =
          repository
              .diff(filter.pick(all, older), filter.pick(all, newer))
              .below(Arguments.entryPath(path));
      diff.onProgress(line::show)
          .onDifference(difference -> session.beside(line, () -> print(difference)));
      totals = session.await(diff.start());
    }
    if (session.json()) {
      session.print(new JsonObject().put("totals", json(totals)));
    } else {
      tell("added", totals.added());
      tell("removed", totals.removed());
      tell("modified", totals.modified());
      tell("other metadata only", totals.metadata());
    }
    return 0;
  }

  private void print(Difference difference) {
    boolean only = difference.aspects().equals(Set.of(Aspect.METADATA));
    if (only && !metadata) {
      return;
    }
    session.out().requireReader();
    if (session.json()) {
      session.print(json(difference));
    } else {
      session.print(letter(difference) + "    " + difference.path());
    }
  }

  private static char letter(Difference difference) {
    if (difference.change() != Change.MODIFIED) {
      return difference.change() == Change.ADDED ? '+' : '-';
    }
    Set<Aspect> aspects = difference.aspects();
    return aspects.contains(Aspect.KIND) ? 'T' : aspects.contains(Aspect.CONTENT) ? 'M' : 'U';
  }

  private static JsonObject json(Difference difference) {
    JsonObject json =
        EntryJson.putPath(new JsonObject(), difference.path())
            .put("change", difference.change().name().toLowerCase(Locale.ROOT))
            .putTexts(
                "aspects",
                difference.aspects().stream()
                    .sorted()
                    .map(aspect -> aspect.name().toLowerCase(Locale.ROOT))
                    .toList());
    difference.before().ifPresent(entry -> json.put("before", EntryLine.fields(entry)));
    difference.after().ifPresent(entry -> json.put("after", EntryLine.fields(entry)));
    return json;
  }

  private static JsonObject json(DiffTotals totals) {
    return new JsonObject()
        .put("added", json(totals.added()))
        .put("removed", json(totals.removed()))
        .put("modified", json(totals.modified()))
        .put("metadata", json(totals.metadata()));
  }

  private static JsonObject json(DiffTotals.Tally tally) {
    return new JsonObject()
        .put("files", tally.files())
        .put("directories", tally.directories())
        .put("others", tally.others())
        .put("size", tally.size().bytes());
  }

  private void tell(String what, DiffTotals.Tally tally) {
    session.tell(
        String.format(
            Locale.ROOT,
            "%,d files (%s), %,d directories, %,d others %s",
            tally.files(),
            tally.size(),
            tally.directories(),
            tally.others(),
            what));
  }
}
