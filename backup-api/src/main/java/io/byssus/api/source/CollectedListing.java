package io.byssus.api.source;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that a session lists of a directory, put into order. */
final class CollectedListing implements SourceSession.Listing, SourceSession.Visitor {
  private final List<Ranked> entries = new ArrayList<>();
  private final Deque<Told> told = new ArrayDeque<>();
  private @Nullable IOException failure;
  private int next;

  private record Ranked(SourceEntry entry, long rank) {}

  /** Something that is said of the directory beside its entries. */
  private interface Told {
    void to(SourceSession.Visitor visitor);
  }

  private CollectedListing() {}

  static SourceSession.Listing of(SourceSession session, SourceEntry directory, EntryOrder order)
      throws IOException {
    CollectedListing listing = new CollectedListing();
    try {
      session.list(directory, listing);
    } catch (IOException e) {
      if (listing.entries.isEmpty() && listing.told.isEmpty()) {
        throw e;
      }
      listing.failure = e;
    }
    int names = listing.entries.size();
    listing.entries.replaceAll(one -> new Ranked(one.entry, order.rank(one.entry.name(), names)));
    listing.entries.sort(
        Comparator.comparing(Ranked::rank, Long::compareUnsigned)
            .thenComparing(one -> one.entry.name()));
    return listing;
  }

  @Override
  public void entry(SourceEntry entry) {
    entries.add(new Ranked(entry, 0));
  }

  @Override
  public void problem(EntryPath path, IOException problem) {
    told.add(visitor -> visitor.problem(path, problem));
  }

  @Override
  public void leftOut() {
    told.add(SourceSession.Visitor::leftOut);
  }

  @Override
  public boolean next(SourceSession.Visitor visitor) throws IOException {
    Told first = told.poll();
    if (first != null) {
      first.to(visitor);
      return true;
    }
    if (next < entries.size()) {
      visitor.entry(entries.get(next).entry);
      next++;
      return true;
    }
    IOException last = failure;
    failure = null;
    if (last != null) {
      throw last;
    }
    return false;
  }
}
