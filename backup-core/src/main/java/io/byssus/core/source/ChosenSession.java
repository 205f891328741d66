package io.byssus.core.source;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryOrder;
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
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    Listing listing = list(directory, EntryOrder.BY_NAME);
    while (listing.next(visitor)) {
      // The visitor has it.
    }
  }

  @Override
  public Listing list(SourceEntry directory, EntryOrder order) throws IOException {
    FileEntry entry = FileSession.own(directory);
    if (entry.equals(session.root())) {
      excluded.reset(); // a source that is compared again is walked from its top again
    }
    if (entry.leading() != null) {
      return session.list(entry, order);
    }
    DirectoryChoice here = choiceOf(entry);
    RootNode roots = entry.roots();
    if (roots != null && here.wanted() == Wanted.ROOTS) {
      return leavingOut(session.listRoots(entry, roots, order));
    }
    if (here.wanted() == Wanted.EMPTY) {
      return leavingOut(visitor -> false);
    }
    ChosenListing begun = here.takeListed();
    return begun != null ? begun : choose(entry, here, order);
  }

  private static Listing leavingOut(Listing rest) {
    boolean[] told = {false};
    return visitor -> {
      if (told[0]) {
        return rest.next(visitor);
      }
      told[0] = true;
      visitor.leftOut();
      return true;
    };
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
      List<String> above = path.subList(0, i - 1);
      String name = path.get(i - 1);
      all = choice.includes().stream().anyMatch(p -> p.matches(above, name, EntryKind.DIRECTORY));
    }
    DirectoryChoice root =
        new DirectoryChoice(
            directory.metadata().device(), all ? Wanted.ALL : Wanted.INCLUDED, null);
    directory.choose(root);
    return root;
  }

  private ChosenListing choose(FileEntry directory, DirectoryChoice here, EntryOrder order)
      throws IOException {
    List<String> path = PathPattern.texts(directory.path());
    Set<EntryName> deciding = new HashSet<>();
    long[] ruledOut = {0};
    FileListing files =
        session.listAll(
            directory,
            order,
            name -> {
              if (choice.decidesBy(name)) {
                // A file that says what is left out says so also where it is left out itself.
                deciding.add(name);
                return true;
              }
              boolean out = ruledOut(path, name);
              ruledOut[0] += out ? 1 : 0;
              return !out;
            });
    RootNode roots = directory.roots();
    if (roots != null) {
      deciding.addAll(roots.children().keySet());
    }
    excluded.add(ruledOut[0]);
    EntryName marker = marker(files, deciding);
    IgnoreRules ignored =
        marker == null ? ignored(path.size(), files, deciding, here.ignored()) : null;
    return new ChosenListing(
        choice,
        here,
        path,
        files,
        new ChosenListing.Deciding(
            marker, ignored, ignored == null ? List.of() : PathPattern.byteTexts(directory.path())),
        (below, choiceBelow) -> choose(below, choiceBelow, order),
        excluded,
        ruledOut[0] > 0);
  }

  private boolean ruledOut(List<String> directory, EntryName name) {
    return choice.rules().verdict(directory, PathPattern.text(name), null) == Verdict.OUT;
  }

  private @Nullable EntryName marker(FileListing files, Set<EntryName> names) {
    for (Marker marker : choice.markers()) {
      FileEntry file = names.contains(marker.name()) ? look(files, marker.name()) : null;
      if (file != null && startsWith(file, marker.startBytes())) {
        return marker.name();
      }
    }
    return null;
  }

  /** Returns an entry, or {@code null} if it can't be looked at, which is told in its turn. */
  private static @Nullable FileEntry look(FileListing files, EntryName name) {
    try {
      return files.look(name);
    } catch (IOException e) {
      return null;
    }
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

  private @Nullable IgnoreRules ignored(
      int depth, FileListing files, Set<EntryName> names, @Nullable IgnoreRules above) {
    IgnoreRules nearest = above;
    for (EntryName name : choice.ignoreFiles()) {
      FileEntry file = names.contains(name) ? look(files, name) : null;
      if (file != null && file.metadata().kind() == EntryKind.FILE) {
        PathRules rules = rules(file);
        nearest = rules.isEmpty() ? nearest : new IgnoreRules(depth, rules, nearest);
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
