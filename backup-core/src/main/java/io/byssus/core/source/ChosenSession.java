package io.byssus.core.source;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.ExtendedAttributes;
import io.byssus.api.source.SourceContent;
import io.byssus.api.source.SourceEntry;
import io.byssus.api.source.SourceSession;
import io.byssus.core.internal.file.PathPattern;
import io.byssus.core.internal.file.PathRules;
import io.byssus.core.internal.file.PathRules.Verdict;
import io.byssus.core.internal.file.PatternList;
import io.byssus.core.source.DirectoryChoice.Wanted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session that hands out what is chosen of another's entries.
 *
 * <p>What the names rule out is not even looked at: it may be a mount that no longer answers. All
 * else is decided from the metadata that was read anyway. Roots and what leads to them are not
 * chosen among, also where they are in another root: what is left out of that is then a directory
 * with nothing else in it, and in the root choice starts afresh.
 */
final class ChosenSession implements SourceSession {
  private static final Logger log = LoggerFactory.getLogger(ChosenSession.class);

  /** Far more than anybody writes; a larger file is not a list of patterns. */
  private static final int MAX_IGNORE_FILE = 4 << 20;

  private final FileSession session;
  private final FileChoice choice;
  private final LongAdder excluded = new LongAdder();

  ChosenSession(FileSession session, FileChoice choice) {
    this.session = session;
    this.choice = choice;
  }

  @Override
  public SourceEntry root() {
    return session.root();
  }

  @Override
  public SourceContent open(SourceEntry file) throws IOException {
    return session.open(file);
  }

  @Override
  public long excluded() {
    return excluded.sum();
  }

  @Override
  public ExtendedAttributes attributes(SourceEntry entry, Omissions omissions) throws IOException {
    return session.attributes(entry, omissions);
  }

  @Override
  public void close() {
    session.close();
  }

  @Override
  public void list(SourceEntry directory, Visitor visitor) throws IOException {
    FileEntry entry = FileSession.own(directory);
    if (entry.equals(session.root())) {
      excluded.reset(); // a source that is compared again is walked from its top again
    }
    if (entry.leading() != null) {
      session.list(entry, visitor);
      return;
    }
    DirectoryChoice here = choiceOf(entry);
    RootNode roots = entry.roots();
    if (roots != null && here.wanted() == Wanted.ROOTS) {
      visitor.leftOut();
      session.listRoots(entry, roots, visitor);
      return;
    }
    ChosenEntries kept = here.takeListed();
    ChosenEntries listed = kept != null ? kept : choose(entry, here);
    for (Map.Entry<EntryPath, IOException> problem : listed.problems().entrySet()) {
      visitor.problem(problem.getKey(), problem.getValue());
    }
    for (FileEntry child : listed.entries()) {
      if (leadsToWanted(child)) {
        visitor.entry(child);
      } else {
        listed.leaveOut();
      }
    }
    if (listed.isLeftOut()) {
      visitor.leftOut();
    }
    IOException failure = listed.failure();
    if (failure != null) {
      throw failure;
    }
  }

  /** Returns what is known of a directory; one of which nothing is known is a root. */
  private DirectoryChoice choiceOf(FileEntry directory) {
    DirectoryChoice known = directory.choice();
    if (known != null) {
      return known;
    }
    List<String> path = PathPattern.texts(directory.path());
    boolean all = choice.includes().isEmpty();
    for (int i = 1; i <= path.size() && !all; i++) {
      all = included(path.subList(0, i - 1), path.get(i - 1), EntryKind.DIRECTORY);
    }
    DirectoryChoice root =
        new DirectoryChoice(
            directory.metadata().device(), all ? Wanted.ALL : Wanted.INCLUDED, null);
    directory.choose(root);
    return root;
  }

  private ChosenEntries choose(FileEntry directory, DirectoryChoice here) {
    ChosenEntries listed = new ChosenEntries(choice, PathPattern.texts(directory.path()));
    if (here.wanted() == Wanted.EMPTY) {
      listed.leaveOut();
      return listed;
    }
    try {
      session.list(directory, listed);
    } catch (IOException e) {
      listed.failed(e);
    }
    excluded.add(listed.ruledOut());
    Optional<FileEntry> marker = marker(listed);
    if (marker.isPresent()) {
      chooseMarked(listed, marker.get(), here);
    } else {
      IgnoreRules ignored = ignored(listed, here.ignored());
      if (listed.problems().keySet().removeIf(path -> ignores(ignored, listed, path))) {
        listed.leaveOut();
      }
      for (ChosenEntries.Found found : listed.found()) {
        choose(found, listed, here, ignored);
      }
    }
    listed.chosen();
    return listed;
  }

  private void chooseMarked(ChosenEntries listed, FileEntry marker, DirectoryChoice here) {
    for (ChosenEntries.Found found : listed.found()) {
      FileEntry entry = found.entry();
      if (entry.equals(marker)) {
        listed.choose(entry);
      } else if (entry.roots() != null) {
        chooseForRoots(entry, listed, here);
      } else {
        excluded.increment();
        listed.leaveOut();
      }
    }
  }

  /** Chooses a root, in which choice starts afresh, or what is there only for a root in it. */
  private static void chooseForRoots(FileEntry entry, ChosenEntries listed, DirectoryChoice here) {
    RootNode roots = entry.roots();
    if (roots != null && !roots.isRoot()) {
      entry.choose(new DirectoryChoice(here.device(), Wanted.ROOTS, null));
    }
    listed.choose(entry);
  }

  private void choose(
      ChosenEntries.Found found,
      ChosenEntries listed,
      DirectoryChoice here,
      @Nullable IgnoreRules ignored) {
    FileEntry entry = found.entry();
    RootNode roots = entry.roots();
    if (roots != null && roots.isRoot()) {
      chooseForRoots(entry, listed, here);
      return;
    }
    EntryMetadata metadata = entry.metadata();
    boolean included =
        here.wanted() == Wanted.ALL || included(listed.directory(), found.name(), metadata.kind());
    boolean directory = metadata.kind() == EntryKind.DIRECTORY;
    boolean empty =
        directory
            && choice.mounts() == FileChoice.Mounts.EMPTY
            && metadata.device() != here.device();
    boolean leading = !included && directory && !empty && mayLead(listed.directory(), found.name());
    boolean out =
        verdict(found, listed.directory(), ignored) == Verdict.OUT
            || choice.limits().exceededBy(metadata)
            || !(included || leading);
    if (roots != null && (out || empty)) {
      chooseForRoots(entry, listed, here);
      return;
    }
    if (out) {
      excluded.increment();
      listed.leaveOut();
      return;
    }
    if (directory) {
      Wanted wanted = empty ? Wanted.EMPTY : included ? Wanted.ALL : Wanted.INCLUDED;
      entry.choose(new DirectoryChoice(here.device(), wanted, ignored));
    }
    listed.choose(entry);
  }

  /** What was said on the call counts more than what stands in files. */
  private Verdict verdict(
      ChosenEntries.Found found, List<String> directory, @Nullable IgnoreRules ignored) {
    EntryKind kind = found.entry().metadata().kind();
    Verdict said =
        found.verdict() == Verdict.UNKNOWN
            ? choice.rules().verdict(directory, found.name(), kind)
            : found.verdict();
    return said == Verdict.NONE
        ? IgnoreRules.verdict(ignored, directory, found.name(), kind)
        : said;
  }

  private boolean included(List<String> directory, String name, EntryKind kind) {
    return choice.includes().stream().anyMatch(pattern -> pattern.matches(directory, name, kind));
  }

  private boolean mayLead(List<String> directory, String name) {
    List<String> path = new ArrayList<>(directory);
    path.add(name);
    return choice.includes().stream().anyMatch(pattern -> pattern.mayMatchBelow(path));
  }

  /**
   * Returns whether an entry is wanted, or leads to what is. A directory has to be listed for that,
   * until something is found in it.
   */
  private boolean leadsToWanted(FileEntry entry) {
    DirectoryChoice here = entry.choice();
    if (here == null || here.wanted() != Wanted.INCLUDED || entry.roots() != null) {
      return true;
    }
    ChosenEntries listed = choose(entry, here);
    here.keep(listed);
    // What can't be listed may hold something wanted: whoever reads the report should know.
    boolean unknown = listed.failure() != null || !listed.problems().isEmpty();
    boolean wanted = unknown || listed.entries().stream().anyMatch(this::leadsToWanted);
    if (!wanted) {
      excluded.increment();
    }
    return wanted;
  }

  private Optional<FileEntry> marker(ChosenEntries listed) {
    for (Marker marker : choice.markers()) {
      Optional<FileEntry> file =
          find(listed, marker.name()).filter(found -> startsWith(found, marker.startBytes()));
      if (file.isPresent()) {
        return file;
      }
    }
    return Optional.empty();
  }

  private boolean startsWith(FileEntry file, byte[] start) {
    if (start.length == 0) {
      return true;
    }
    if (file.metadata().kind() != EntryKind.FILE) {
      return false;
    }
    try {
      return Arrays.equals(read(file, start.length), start);
    } catch (IOException e) {
      log.warn("Can't see whether {} marks its directory: {}", file, e.toString());
      return false;
    }
  }

  private static Optional<FileEntry> find(ChosenEntries listed, EntryName name) {
    return listed.found().stream()
        .map(ChosenEntries.Found::entry)
        .filter(entry -> entry.name().equals(name))
        .findFirst();
  }

  private @Nullable IgnoreRules ignored(ChosenEntries listed, @Nullable IgnoreRules above) {
    IgnoreRules nearest = above;
    for (EntryName name : choice.ignoreFiles()) {
      Optional<FileEntry> file =
          find(listed, name).filter(entry -> entry.metadata().kind() == EntryKind.FILE);
      if (file.isPresent()) {
        PathRules rules = rules(file.get());
        nearest =
            rules.isEmpty() ? nearest : new IgnoreRules(listed.directory().size(), rules, nearest);
      }
    }
    return nearest;
  }

  private PathRules rules(FileEntry file) {
    try {
      return PatternList.ignored(read(file, MAX_IGNORE_FILE));
    } catch (IOException e) {
      log.warn("Can't read {}: what it would leave out is backed up: {}", file, e.toString());
      return PathRules.NONE;
    }
  }

  private boolean ignores(
      @Nullable IgnoreRules ignored, ChosenEntries listed, EntryPath unreadable) {
    List<EntryName> names = unreadable.names();
    String name = PathPattern.text(names.get(names.size() - 1));
    return IgnoreRules.verdict(ignored, listed.directory(), name, null) == Verdict.OUT;
  }

  private byte[] read(FileEntry file, int limit) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] buffer = new byte[Math.min(limit, 8192)];
    try (SourceContent in = session.open(file)) {
      while (content.size() < limit) {
        int count = in.read(buffer, 0, Math.min(buffer.length, limit - content.size()));
        if (count < 0) {
          break;
        }
        content.write(buffer, 0, count);
      }
    }
    return content.toByteArray();
  }
}
