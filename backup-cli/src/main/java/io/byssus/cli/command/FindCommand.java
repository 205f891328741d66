package io.byssus.cli.command;

import static java.util.stream.Collectors.joining;

import io.byssus.api.source.EntryKind;
import io.byssus.cli.error.CommandException;
import io.byssus.cli.terminal.ProgressLine;
import io.byssus.core.BackupRepository;
import io.byssus.core.find.Find;
import io.byssus.core.find.FindHit;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.snapshot.Snapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds entries in snapshots. */
@Command(
    name = "find",
    description = "Find entries in all snapshots, or in some.",
    sortOptions = false)
final class FindCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      arity = "0..*",
      paramLabel = "PATTERN",
      description = "Names such as '*.conf', or paths such as '/srv/**/*.conf'; one has to fit.")
  private final List<String> patterns = new ArrayList<>();

  @Option(
      names = {"-i", "--ignore-case"},
      description = "Capital and small letters are the same in PATTERN.")
  private boolean ignoreCase;

  @Option(
      names = {"-l", "--long"},
      description = "With permissions, owner, size and time.")
  private boolean detailed;

  @Option(
      names = {"-s", "--snapshot"},
      paramLabel = "SNAPSHOT",
      description = "Look into this snapshot only; may be given several times.")
  private final List<String> chosen = new ArrayList<>();

  @Option(
      names = "--oldest",
      paramLabel = "TIME",
      description = "Only what was modified then or later.")
  private @Nullable String oldest;

  @Option(
      names = "--newest",
      paramLabel = "TIME",
      description = "Only what was modified then or earlier.")
  private @Nullable String newest;

  @Option(names = "--min-size", paramLabel = "SIZE", description = "Only files of at least SIZE.")
  private @Nullable String smallest;

  @Option(names = "--max-size", paramLabel = "SIZE", description = "Only files of at most SIZE.")
  private @Nullable String largest;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "Only entries of this type: file, directory, symlink, fifo, socket, chardev, blockdev.")
  private @Nullable String type;

  @Option(
      names = "--content",
      paramLabel = "DIGITS",
      description = "Only what holds the chunk whose id starts with these digits.")
  private @Nullable String content;

  @Mixin private final SnapshotFilter filter = new SnapshotFilter();

  FindCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    long found;
    try (BackupRepository repository = session.open();
        ProgressLine line = session.progressLine()) {
      Find find = repository.find().in(snapshots(repository.snapshots()));
      UserInput.accept(() -> narrow(find));
      find.onProgress(line::show).onHit(hit -> session.beside(line, () -> print(hit)));
      found = session.await(find.start());
    }
    if (!session.json()) {
      session.tell(found == 1 ? "1 entry found" : found + " entries found");
    }
    return 0;
  }

  private Snapshots snapshots(Snapshots all) {
    if (chosen.isEmpty()) {
      return filter.apply(all);
    }
    List<Snapshot> picked = chosen.stream().map(name -> filter.pick(all, name)).toList();
    return all.where(picked::contains);
  }

  private void narrow(Find find) {
    for (String pattern : Arguments.texts("PATTERN", patterns)) {
      if (ignoreCase) {
        find.namedIgnoringCase(pattern);
      } else {
        find.named(pattern);
      }
    }
    if (oldest != null) {
      find.modifiedFrom(TimeArgument.parse("--oldest", oldest, Instant.now()));
    }
    if (newest != null) {
      find.modifiedUntil(TimeArgument.parse("--newest", newest, Instant.now()));
    }
    if (smallest != null) {
      find.atLeast(SizeArgument.parse("--min-size", smallest));
    }
    if (largest != null) {
      find.atMost(SizeArgument.parse("--max-size", largest));
    }
    if (type != null) {
      find.kind(kind(type));
    }
    if (content != null) {
      find.content(content);
    }
  }

  private static EntryKind kind(String type) {
    for (EntryKind kind : EntryKind.values()) {
      if (EntryLine.type(kind).equals(type)) {
        return kind;
      }
    }
    throw CommandException.usage(
        "there is no type '"
            + type
            + "' of entries, only "
            + Arrays.stream(EntryKind.values()).map(EntryLine::type).collect(joining(", ")));
  }

  private void print(FindHit hit) {
    List<Snapshot> in = hit.snapshots();
    if (session.json()) {
      session.print(
          EntryLine.json(hit.entry())
              .putTexts("snapshots", in.stream().map(snapshot -> snapshot.id().hex()).toList()));
    } else {
      session.print(
          String.format(
              Locale.ROOT,
              "%s %5d  %s",
              in.get(in.size() - 1).id().abbreviated(),
              in.size(),
              detailed ? EntryLine.detailed(hit.entry()) : hit.entry().path()));
    }
    session.out().requireReader();
  }
}
