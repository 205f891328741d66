package io.byssus.core.internal.tree;

import io.byssus.api.ChunkId;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryName;
import io.byssus.crypto.cbor.CborReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads directories, and lists of chunks, from trees. As safe for threads as its source. */
public final class TreeReader {
  private final TreeSource source;

  /** Creates a reader. */
  public TreeReader(TreeSource source) {
    this.source = source;
  }

  /**
   * Returns the entries of a directory in the order of their names.
   *
   * @throws DamagedRepositoryException if a part of it is missing or damaged
   */
  public List<TreeEntry> directory(ChunkId id) {
    List<TreeEntry> entries = new ArrayList<>();
    nodes(id, node -> {}, entries::add);
    entries.sort(Comparator.comparing(TreeEntry::name));
    for (int i = 1; i < entries.size(); i++) {
      if (entries.get(i).name().equals(entries.get(i - 1).name())) {
        throw new DamagedRepositoryException(
            "a directory has two entries with the name " + entries.get(i).name());
      }
    }
    return entries;
  }

  /**
   * Reads a directory, telling which trees it is made of.
   *
   * @param id the directory's tree
   * @param onNode is given the id of each tree before it is read
   * @param onEntry is given each entry
   */
  public void nodes(ChunkId id, Consumer<ChunkId> onNode, Consumer<TreeEntry> onEntry) {
    node(id, 0, new HashSet<>(), onNode, onEntry);
  }

  /**
   * No part of a directory is in it twice: names differ. A few that say so would unfold forever.
   */
  private void node(
      ChunkId id,
      int depth,
      Set<ChunkId> seen,
      Consumer<ChunkId> onNode,
      Consumer<TreeEntry> onEntry) {
    expect(seen.add(id), id);
    onNode.accept(id);
    TreeNode node = node(id);
    if (node instanceof TreeNode.Leaf leaf) {
      leaf.entries().forEach(onEntry);
    } else if (node instanceof TreeNode.Branch branch) {
      expect(depth < TreeFormat.MAX_BRANCH_DEPTH, id);
      for (ChunkId child : branch.children()) {
        if (child != null) {
          node(child, depth + 1, seen, onNode, onEntry);
        }
      }
    }
  }

  /**
   * Reads one node of a directory's tree.
   *
   * @throws DamagedRepositoryException if it is missing or damaged
   */
  public TreeNode node(ChunkId id) {
    CborReader cbor = new CborReader(source.load(id));
    expect(cbor.readArray() == 2, id);
    long type = cbor.readUnsigned();
    int count = cbor.readArray();
    if (type == TreeFormat.LEAF) {
      List<TreeEntry> entries = leaf(id, count, cbor);
      cbor.end();
      return new TreeNode.Leaf(entries);
    }
    if (type != TreeFormat.BRANCH) {
      throw new DamagedRepositoryException("tree " + id + " is not of a directory");
    }
    expect(count == TreeFormat.BRANCHES, id);
    List<@Nullable ChunkId> children = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (cbor.isNull()) {
        cbor.readNull();
        children.add(null);
      } else {
        children.add(ChunkId.of(cbor.readBytes(ChunkId.BYTES)));
      }
    }
    cbor.end();
    return new TreeNode.Branch(children);
  }

  /**
   * Returns the entry of a directory that has a name, or {@code null} if there is none, also where
   * it is no directory.
   *
   * @throws DamagedRepositoryException if a part of it that may have the entry is missing or
   *     damaged
   */
  public @Nullable TreeEntry find(TreeEntry directory, EntryName name) {
    if (directory.kind() != EntryKind.DIRECTORY) {
      return null;
    }
    DirectoryReader entries = entries(directory.subtree());
    while (entries.hasNext()) {
      TreeEntry entry = entries.next();
      if (entry.name().equals(name)) {
        return entry;
      }
    }
    return null;
  }

  /**
   * Returns the entries of a directory in the order of its tree, read leaf by leaf while they are
   * asked for.
   */
  public DirectoryReader entries(ChunkId id) {
    return new DirectoryReader(this, id);
  }

  /** Equal names are left to the caller, who sees those in other leaves as well. */
  private static List<TreeEntry> leaf(ChunkId id, int count, CborReader cbor) {
    List<TreeEntry> entries = new ArrayList<>();
    EntryName last = null;
    for (int i = 0; i < count; i++) {
      TreeEntry entry = EntryDecoder.read(cbor);
      if (last != null && last.compareTo(entry.name()) > 0) {
        throw new DamagedRepositoryException(
            "tree " + id + " has entry '" + entry.name() + "' behind '" + last + "'");
      }
      last = entry.name();
      entries.add(entry);
    }
    return entries;
  }

  /**
   * Gives every chunk of a file's content to a consumer, in order. A hole is given too, with the id
   * {@link FileContent#HOLE} and its length: there is no such chunk to be read.
   *
   * <p>Lists may name each other again and again; {@link Unfolding} says how often.
   *
   * @param content the content
   * @param onNode is given the id of each list before it is read
   * @param onChunk is given each chunk's id and length
   * @throws DamagedRepositoryException if a list is missing or damaged, or the content unfolds too
   *     far
   */
  public void chunks(FileContent content, Consumer<ChunkId> onNode, ChunkConsumer onChunk) {
    if (content instanceof FileContent.Chunked chunked) {
      Unfolding.inOrder(this, onNode, onChunk).run(chunked);
    }
  }

  /**
   * Gives every chunk of a file's content to a consumer, those of a list that is there several
   * times once: the work is as much as the lists have bytes, whatever size they unfold to.
   *
   * @param content the content
   * @param onNode is given the id of each list before it is read
   * @param onChunk is given each chunk's id and length; of a hole as in {@link #chunks}
   * @throws DamagedRepositoryException as {@link #chunks} does
   */
  public void distinctChunks(FileContent content, Consumer<ChunkId> onNode, ChunkConsumer onChunk) {
    if (content instanceof FileContent.Chunked chunked) {
      Unfolding.distinct(this, onNode, onChunk).run(chunked);
    }
  }

  /**
   * Returns the list that an id of some content stands for.
   *
   * @param content content with a depth above 0
   * @param index which of its ids
   */
  public FileContent.Chunked list(FileContent.Chunked content, int index) {
    FileContent.Chunked list = list(content.id(index), content.depth() - 1);
    expect(list.size() == content.length(index), content.id(index));
    return list;
  }

  private FileContent.Chunked list(ChunkId id, int depth) {
    CborReader cbor = new CborReader(source.load(id));
    expect(
        cbor.readArray() == 1 + ChunkListCodec.PARTS && cbor.readUnsigned() == TreeFormat.LIST, id);
    FileContent.Chunked list = ChunkListCodec.read(cbor);
    expect(list.depth() == depth, id);
    cbor.end();
    return list;
  }

  private static void expect(boolean holds, ChunkId id) {
    if (!holds) {
      throw new DamagedRepositoryException("tree " + id + " contradicts itself");
    }
  }

  /** Takes a chunk of a file. */
  @FunctionalInterface
  public interface ChunkConsumer {
    /** Takes the id and length of a chunk, or of a {@linkplain FileContent#HOLE hole}. */
    void chunk(ChunkId id, long length);
  }
}
