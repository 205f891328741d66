package io.byssus.core.internal.tree;

import io.byssus.api.ChunkId;
import io.byssus.api.source.EntryName;
import io.byssus.crypto.NameHasher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds entries of a directory by their names, and holds one leaf of its tree at a time: names that
 * are asked for in the order of the tree read every leaf once. Used by one thread.
 */
public final class TreeLookup {
  private final Nodes nodes;
  private final NameHasher names;

  /** The children of the branches that lead to the leaf. */
  private final List<List<@Nullable ChunkId>> branches = new ArrayList<>();

  private @Nullable Map<EntryName, TreeEntry> leaf;

  /** A hash that leads to the leaf. */
  private long at;

  /** Reads nodes. */
  @FunctionalInterface
  public interface Nodes {
    /** Returns a node, or {@code null} for one whose entries are not to be found. */
    @Nullable TreeNode read(ChunkId id);
  }

  /** Looks into a directory, or into nothing. */
  public TreeLookup(Nodes nodes, NameHasher names, @Nullable ChunkId directory) {
    this.nodes = nodes;
    this.names = names;
    if (directory == null) {
      leaf = Map.of();
    } else {
      read(directory);
    }
  }

  /** Returns whether the entries are in several leaves. */
  public boolean isSplit() {
    return !branches.isEmpty();
  }

  /** Returns the entry of a name, or {@code null}. */
  public @Nullable TreeEntry find(EntryName name) {
    long hash = isSplit() ? names.hash(name.bytes()) : 0;
    Map<EntryName, TreeEntry> found = leaf;
    if (found == null || !TreeFormat.samePrefix(at, hash, branches.size())) {
      found = descend(hash);
    }
    return found.get(name);
  }

  private Map<EntryName, TreeEntry> descend(long hash) {
    while (!TreeFormat.samePrefix(at, hash, branches.size() - 1)) {
      branches.remove(branches.size() - 1);
    }
    at = hash;
    leaf = null;
    while (leaf == null) {
      int last = branches.size() - 1;
      ChunkId child = branches.get(last).get(TreeFormat.branch(hash, last));
      if (child == null) {
        leaf = Map.of();
      } else {
        read(child);
      }
    }
    return leaf;
  }

  private void read(ChunkId id) {
    TreeNode node = nodes.read(id);
    if (node instanceof TreeNode.Branch branch && branches.size() < TreeFormat.MAX_BRANCH_DEPTH) {
      branches.add(branch.children());
    } else if (node instanceof TreeNode.Leaf full) {
      Map<EntryName, TreeEntry> entries = new HashMap<>();
      full.entries().forEach(entry -> entries.put(entry.name(), entry));
      leaf = entries;
    } else {
      leaf = Map.of();
    }
  }
}
