package io.byssus.core.internal.look;

import io.byssus.api.ChunkId;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.core.find.FindHit;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeReader;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.snapshot.SnapshotEntry;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Walks the trees of several snapshots together, each tree at a path once. Used by one thread.
 *
 * <p>At every path it knows which snapshots have which tree there. So what snapshots share needs no
 * memory of what was visited, and a hit knows all snapshots that it stands for.
 */
public final class TreeSearch {
  private final SearchCriteria criteria;
  private final Consumer<? super FindHit> visitor;
  private final Watch watch;
  private final List<Snapshot> snapshots = new ArrayList<>();

  /**
   * Creates a search.
   *
   * @param criteria what to find
   * @param visitor is given what was found
   * @param watch is told of every entry
   */
  public TreeSearch(SearchCriteria criteria, Consumer<? super FindHit> visitor, Watch watch) {
    this.criteria = criteria;
    this.visitor = visitor;
    this.watch = watch;
  }

  /** Searches these snapshots. */
  public void run(List<SnapshotTree> roots) {
    snapshots.clear();
    Map<Node, BitSet> tops = new LinkedHashMap<>();
    for (SnapshotTree root : roots) {
      holders(tops, new Node(root.tree(), root.trees())).set(snapshots.size());
      snapshots.add(root.snapshot());
    }
    directory(EntryPath.root(), tops);
  }

  /** Walks all versions of a directory: its trees, and which snapshots have each. */
  private void directory(EntryPath path, Map<Node, BitSet> versions) {
    NavigableMap<EntryName, Found> found = new TreeMap<>();
    versions.forEach(
        (node, holders) -> {
          watch.directory();
          List<TreeEntry> entries = node.trees().directory(node.tree());
          watch.entries(entries.size());
          for (TreeEntry entry : entries) {
            boolean hit = criteria.matches(path, entry, node.trees());
            if (hit || entry.kind() == EntryKind.DIRECTORY) {
              Found here = found.computeIfAbsent(entry.name(), name -> new Found());
              here.add(entry, hit, holders, node.trees());
            }
          }
        });
    while (!found.isEmpty()) { // what was passed is let go, since directories can be large
      Map.Entry<EntryName, Found> next = found.pollFirstEntry();
      EntryPath child = path.resolve(next.getKey());
      next.getValue().hits.forEach(version -> tell(child, version));
      if (criteria.mayMatchBelow(child)) {
        directory(child, next.getValue().subtrees);
      }
    }
  }

  private void tell(EntryPath path, Version version) {
    watch.found();
    visitor.accept(
        new FindHit(
            new SnapshotEntry(path, version.entry.metadata(), version.entry.linkTarget()),
            version.holders.stream().mapToObj(snapshots::get).toList()));
  }

  private static BitSet holders(Map<Node, BitSet> versions, Node node) {
    return versions.computeIfAbsent(node, n -> new BitSet());
  }

  /** A tree, and what reads it: each domain has ids of its own. */
  private record Node(ChunkId tree, TreeReader trees) {}

  /** What the versions of a directory have under one name. */
  private static final class Found {
    private final List<Version> hits = new ArrayList<>(1);
    private final Map<Node, BitSet> subtrees = new LinkedHashMap<>();

    void add(TreeEntry entry, boolean hit, BitSet holders, TreeReader trees) {
      if (entry.kind() == EntryKind.DIRECTORY) {
        holders(subtrees, new Node(entry.subtree(), trees)).or(holders);
      }
      if (hit) {
        version(entry).holders.or(holders);
      }
    }

    private Version version(TreeEntry entry) {
      for (Version version : hits) {
        if (EntryComparison.aspects(version.entry, entry).isEmpty()) {
          return version;
        }
      }
      Version version = new Version(entry, new BitSet());
      hits.add(version);
      return version;
    }
  }

  private record Version(TreeEntry entry, BitSet holders) {}
}
