package io.byssus.core.source;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.SourceEntry;
import io.byssus.api.source.SourceSession;
import io.byssus.core.internal.file.PathPattern;
import io.byssus.core.internal.file.PathRules.Verdict;
import io.byssus.core.source.DirectoryChoice.Wanted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What is chosen of the entries of one directory, each of which is decided on in its turn. */
final class ChosenListing implements SourceSession.Listing {
  private final FileChoice choice;
  private final DirectoryChoice here;
  private final List<String> directory;
  private final FileListing files;
  private final Deciding deciding;
  private final Below below;
  private final LongAdder excluded;
  private LookedAhead ahead;

  /**
   * What decides on the entries of a directory beside what the call says.
   *
   * @param marker the name of what keeps all else out, or {@code null}
   * @param ignored the rules of ignore files, or {@code null}
   * @param bytes the components of its path, as these rules see them
   */
  record Deciding(@Nullable EntryName marker, @Nullable IgnoreRules ignored, List<String> bytes) {}

  /** Lists directories of this one. */
  @FunctionalInterface
  interface Below {
    ChosenListing list(FileEntry directory, DirectoryChoice choice) throws IOException;
  }

  /** What was found in search of something wanted, and is still to be told. */
  private static final class LookedAhead implements SourceSession.Visitor {
    private boolean leftOut;
    private @Nullable SourceEntry entry;
    private @Nullable EntryPath path;
    private @Nullable IOException failure;

    @Override
    public void entry(SourceEntry found) {
      entry = found;
    }

    @Override
    public void problem(EntryPath where, IOException problem) {
      path = where;
      failure = problem;
    }

    @Override
    public void leftOut() {
      leftOut = true;
    }

    /** What can't be listed may hold something wanted: whoever reads the report should know. */
    boolean wanted() {
      return entry != null || failure != null;
    }

    boolean nothing() {
      return !leftOut && !wanted();
    }

    void tell(SourceSession.Visitor visitor) throws IOException {
      if (leftOut) {
        visitor.leftOut();
      }
      if (entry != null) {
        visitor.entry(entry);
      } else if (failure != null) {
        if (path == null) {
          throw failure;
        }
        visitor.problem(path, failure);
      }
    }
  }

  /** Decides on what is found. */
  private final class Choosing implements SourceSession.Visitor {
    private final SourceSession.Visitor visitor;

    Choosing(SourceSession.Visitor visitor) {
      this.visitor = visitor;
    }

    @Override
    public void entry(SourceEntry entry) {
      FileEntry own = FileSession.own(entry);
      if (chosen(own)) {
        visitor.entry(own);
      } else {
        excluded.increment();
        visitor.leftOut();
      }
    }

    @Override
    public void problem(EntryPath path, IOException failure) {
      List<EntryName> names = path.names();
      if (ignored(names.get(names.size() - 1), null) == Verdict.OUT) {
        visitor.leftOut();
      } else {
        visitor.problem(path, failure);
      }
    }
  }

  /**
   * @param excluded counts what is left out, and nothing below that
   * @param ruledOut whether names have been left out already
   */
  ChosenListing(
      FileChoice choice,
      DirectoryChoice here,
      List<String> directory,
      FileListing files,
      Deciding deciding,
      Below below,
      LongAdder excluded,
      boolean ruledOut) {
    this.choice = choice;
    this.here = here;
    this.directory = directory;
    this.files = files;
    this.deciding = deciding;
    this.below = below;
    this.excluded = excluded;
    this.ahead = new LookedAhead();
    this.ahead.leftOut = ruledOut;
  }

  @Override
  public boolean next(SourceSession.Visitor visitor) throws IOException {
    if (!ahead.nothing()) {
      LookedAhead told = ahead;
      ahead = new LookedAhead();
      told.tell(visitor);
      return true;
    }
    return files.next(new Choosing(visitor));
  }

  /** Returns whether something is wanted, and keeps it to be told in its turn. */
  private boolean holdsSomething() {
    try {
      boolean more = true;
      while (more && !ahead.wanted()) {
        more = files.next(new Choosing(ahead));
      }
    } catch (IOException e) {
      ahead.failure = e;
    }
    return ahead.wanted();
  }

  private boolean chosen(FileEntry entry) {
    RootNode roots = entry.roots();
    if (deciding.marker() != null) {
      return entry.name().equals(deciding.marker()) || (roots != null && chooseForRoots(entry));
    }
    if (roots != null && roots.isRoot()) {
      return chooseForRoots(entry);
    }
    String name = PathPattern.text(entry.name());
    EntryMetadata metadata = entry.metadata();
    boolean directories = metadata.kind() == EntryKind.DIRECTORY;
    boolean included = here.wanted() == Wanted.ALL || included(name, metadata.kind());
    boolean empty =
        directories
            && choice.mounts() == FileChoice.Mounts.EMPTY
            && metadata.device() != here.device();
    boolean leading = !included && directories && !empty && mayLead(name);
    boolean out =
        verdict(entry.name(), name, metadata.kind()) == Verdict.OUT
            || choice.limits().exceededBy(metadata)
            || !(included || leading);
    if (roots != null && (out || empty)) {
      return chooseForRoots(entry);
    }
    if (out) {
      return false;
    }
    if (directories) {
      Wanted wanted = empty ? Wanted.EMPTY : included ? Wanted.ALL : Wanted.INCLUDED;
      entry.choose(new DirectoryChoice(here.device(), wanted, deciding.ignored()));
    }
    return leadsToWanted(entry);
  }

  /** Chooses a root, in which choice starts afresh, or what is there only for a root in it. */
  private boolean chooseForRoots(FileEntry entry) {
    RootNode roots = entry.roots();
    if (roots != null && !roots.isRoot()) {
      entry.choose(new DirectoryChoice(here.device(), Wanted.ROOTS, null));
    }
    return true;
  }

  /** What was said on the call counts more than what stands in files. */
  private Verdict verdict(EntryName entry, String name, EntryKind kind) {
    Verdict said = choice.rules().verdict(directory, name, kind);
    return said == Verdict.NONE ? ignored(entry, kind) : said;
  }

  private Verdict ignored(EntryName name, @Nullable EntryKind kind) {
    return deciding.ignored() == null
        ? Verdict.NONE
        : IgnoreRules.verdict(
            deciding.ignored(), deciding.bytes(), PathPattern.byteText(name), kind);
  }

  private boolean included(String name, EntryKind kind) {
    return choice.includes().stream().anyMatch(pattern -> pattern.matches(directory, name, kind));
  }

  private boolean mayLead(String name) {
    List<String> path = new ArrayList<>(directory);
    path.add(name);
    return choice.includes().stream().anyMatch(pattern -> pattern.mayMatchBelow(path));
  }

  /**
   * Returns whether an entry is wanted, or leads to what is. A directory has to be listed for that,
   * until something is found in it; its listing goes on from there.
   */
  private boolean leadsToWanted(FileEntry entry) {
    DirectoryChoice inIt = entry.choice();
    if (inIt == null || inIt.wanted() != Wanted.INCLUDED || entry.roots() != null) {
      return true;
    }
    long before = excluded.sum();
    try {
      ChosenListing listing = below.list(entry, inIt);
      inIt.keep(listing);
      boolean wanted = listing.holdsSomething();
      if (!wanted) {
        excluded.add(before - excluded.sum());
      }
      return wanted;
    } catch (IOException e) {
      return true; // It can't be listed, which is told when it is tried again.
    }
  }
}
