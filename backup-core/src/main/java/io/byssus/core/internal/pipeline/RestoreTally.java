package io.byssus.core.internal.pipeline;

import io.byssus.api.ByssusException;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.Omission;
import io.byssus.core.internal.file.FileProblem;
import io.byssus.core.internal.file.OmissionTally;
import io.byssus.core.restore.RestoreProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a restore did and notes what it could not do. Thread-safe. */
public final class RestoreTally {
  /** A full disk fails every file: the first ones tell why, the number tells the rest. */
  private static final int MAX_PROBLEMS = 10_000;

  /** What is counted. */
  public enum Count {
    /** Files that are now as in the snapshot. */
    FILES,
    /** Of these, files whose content was there already. */
    FILES_UNCHANGED,
    /** Directories that are now as in the snapshot. */
    DIRECTORIES,
    /** Symbolic links that are now as in the snapshot. */
    LINKS,
    /** Fifos and devices that are now as in the snapshot. */
    OTHERS,
    /** Entries that were left as they are, as the overwrite rule says. */
    KEPT,
    /** Entries that were removed because the snapshot has no such entry. */
    DELETED,
    /** Entries that were not restored because a directory above them was not. */
    UNREACHED,
    /** The size of the files that are as in the snapshot. */
    BYTES,
    /** Of these, the size of further names of files that were restored under another. */
    BYTES_LINKED,
    /** Bytes of content that were written. */
    BYTES_WRITTEN,
    /** Bytes of content that were there already. */
    BYTES_REUSED,
    /** Bytes that were read back and were right. */
    BYTES_VERIFIED
  }

  /** Filled when the tally is made, and not changed after it. */
  private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);

  private final OmissionTally omissions = new OmissionTally();
  private final List<RestoreProblem> problems = new ArrayList<>();
  private long problemCount;

  /** Creates a tally of nothing. */
  public RestoreTally() {
    for (Count count : Count.values()) {
      counts.put(count, new LongAdder());
    }
  }

  /** Adds to a count. */
  public void add(Count count, long number) {
    adder(count).add(number);
  }

  /** Returns a count. */
  public long get(Count count) {
    return adder(count).sum();
  }

  private LongAdder adder(Count count) {
    return Objects.requireNonNull(counts.get(count), "counts");
  }

  /** Notes that something of an entry was not kept. */
  public void omit(EntryPath path, String what, String reason) {
    omissions.add(path, what, reason);
  }

  /** Returns what was not kept. */
  public List<Omission> omissions() {
    return omissions.list();
  }

  /** Notes that an entry could not be restored because data of it is damaged. */
  public void damaged(EntryPath path, ByssusException failure) {
    note(path, RestoreProblem.Kind.DAMAGED, String.valueOf(failure.getMessage()));
  }

  /** Notes that an entry could not be written. */
  public void notWritten(EntryPath path, IOException failure) {
    note(path, RestoreProblem.Kind.NOT_WRITTEN, FileProblem.describe(failure));
  }

  /** Notes something that went wrong with an entry. */
  public synchronized void note(EntryPath path, RestoreProblem.Kind kind, String message) {
    problemCount++;
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(new RestoreProblem(path, kind, message));
    }
  }

  /** Returns the first things that went wrong. */
  public synchronized List<RestoreProblem> problems() {
    return List.copyOf(problems);
  }

  /** Returns how many things went wrong. */
  public synchronized long problemCount() {
    return problemCount;
  }
}
