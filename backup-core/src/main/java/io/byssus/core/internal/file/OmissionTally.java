package io.byssus.core.internal.file;

import io.byssus.api.source.EntryPath;
import io.byssus.api.source.Omission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what was not kept, by what it is and why. Thread-safe. */
public final class OmissionTally {
  /** Enough to find the others by. */
  private static final int FIRST = 5;

  /** What a source says is bounded, in case it does not repeat itself. */
  private static final int MAX_GROUPS = 1000;

  /** Behind every text. */
  private static final String OTHERS = "\uffff";

  private final Map<String, Group> groups = new TreeMap<>();

  private static final class Group {
    private final String what;
    private final String reason;
    private final List<EntryPath> first = new ArrayList<>(FIRST);
    private long count;

    Group(String what, String reason) {
      this.what = what;
      this.reason = reason;
    }
  }

  /** Counts one thing of one entry. */
  public synchronized void add(EntryPath path, String what, String reason) {
    String key = what + '\0' + reason;
    Group group =
        groups.size() < MAX_GROUPS || groups.containsKey(key)
            ? groups.computeIfAbsent(key, absent -> new Group(what, reason))
            : groups.computeIfAbsent(OTHERS, absent -> new Group("others", "too many sorts"));
    group.count++;
    if (group.first.size() < FIRST) {
      group.first.add(path);
    }
  }

  /** Returns what was counted so far, in the order of what it is. */
  public synchronized List<Omission> list() {
    return groups.values().stream()
        .map(group -> new Omission(group.what, group.reason, group.count, group.first))
        .toList();
  }
}
