package io.byssus.core.internal.tree;

import io.byssus.api.ChunkId;
import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An entry of a directory's tree. Immutable. */
public final class TreeEntry {
  private static final byte[] NO_TARGET = {};

  private final EntryName name;
  private final EntryMetadata metadata;
  private final @Nullable FileContent content;
  private final @Nullable ChunkId subtree;
  private final byte[] linkTarget;
  private final Freshness freshness;
  private final Coverage coverage;

  /** Whether a snapshot has all that was in a directory. */
  public enum Coverage {
    /** What the snapshot has not was not there. */
    FULL,
    /** Something was left out, or could not be read. */
    PARTIAL
  }

  /** Whether an entry's metadata can tell that nothing else of it has changed since. */
  public enum Freshness {
    /** A later change would show in the times. */
    SETTLED,
    /**
     * The entry was changed so shortly before it was read that a change right after it need not
     * show in its times. It is read again next time (the 'racy' rule of git).
     */
    RACY
  }

  private TreeEntry(
      EntryName name,
      EntryMetadata metadata,
      @Nullable FileContent content,
      @Nullable ChunkId subtree,
      byte[] linkTarget,
      Freshness freshness,
      Coverage coverage) {
    this.name = Objects.requireNonNull(name, "name");
    this.metadata = Objects.requireNonNull(metadata, "metadata");
    this.content = content;
    this.subtree = subtree;
    this.linkTarget = linkTarget;
    this.freshness = freshness;
    this.coverage = coverage;
  }

  private TreeEntry(
      EntryName name,
      EntryMetadata metadata,
      @Nullable FileContent content,
      @Nullable ChunkId subtree,
      byte[] linkTarget,
      Freshness freshness) {
    this(name, metadata, content, subtree, linkTarget, freshness, Coverage.FULL);
  }

  /** Returns the entry of a file. */
  public static TreeEntry file(
      EntryName name, EntryMetadata metadata, FileContent content, Freshness freshness) {
    return new TreeEntry(name, metadata, content, null, NO_TARGET, freshness);
  }

  /** Returns the entry of a directory whose metadata tell of every change. */
  public static TreeEntry directory(EntryName name, EntryMetadata metadata, ChunkId subtree) {
    return directory(name, metadata, subtree, Freshness.SETTLED);
  }

  /** Returns the entry of a directory. */
  public static TreeEntry directory(
      EntryName name, EntryMetadata metadata, ChunkId subtree, Freshness freshness) {
    return new TreeEntry(name, metadata, null, subtree, NO_TARGET, freshness);
  }

  /** Returns the entry of a symbolic link whose metadata tell of every change. */
  public static TreeEntry link(EntryName name, EntryMetadata metadata, byte[] target) {
    return link(name, metadata, target, Freshness.SETTLED);
  }

  /** Returns the entry of a symbolic link. */
  public static TreeEntry link(
      EntryName name, EntryMetadata metadata, byte[] target, Freshness freshness) {
    return new TreeEntry(name, metadata, null, null, target.clone(), freshness);
  }

  /** Returns the entry of a fifo, a socket or a device, which has nothing but metadata. */
  public static TreeEntry node(EntryName name, EntryMetadata metadata, Freshness freshness) {
    return new TreeEntry(name, metadata, null, null, NO_TARGET, freshness);
  }

  /** Returns this entry with other metadata. */
  public TreeEntry with(EntryMetadata other) {
    return new TreeEntry(name, other, content, subtree, linkTarget, freshness, coverage);
  }

  /** Returns this entry, of a directory of which so much is in its tree. */
  public TreeEntry with(Coverage other) {
    return new TreeEntry(name, metadata, content, subtree, linkTarget, freshness, other);
  }

  /** Returns the entry's name. */
  public EntryName name() {
    return name;
  }

  /** Returns what the entry is. */
  public EntryKind kind() {
    return metadata.kind();
  }

  /** Returns the entry's metadata; a file's size is that of its stored content. */
  public EntryMetadata metadata() {
    return metadata;
  }

  /** Returns a file's content. */
  public FileContent content() {
    return Objects.requireNonNull(content, "only files have content");
  }

  /** Returns the id of a directory's tree. */
  public ChunkId subtree() {
    return Objects.requireNonNull(subtree, "only directories have a tree");
  }

  /** Returns what a link points to; empty for everything else. */
  public byte[] linkTarget() {
    return linkTarget.clone();
  }

  /**
   * Returns whether another entry would be written with the same bytes. Content that was stored
   * again counts as different, also where it is equal.
   */
  public boolean sameAs(TreeEntry other) {
    return name.equals(other.name)
        && sameMetadata(other.metadata)
        && content == other.content
        && freshness == other.freshness
        && coverage == other.coverage
        && Objects.equals(subtree, other.subtree)
        && Arrays.equals(linkTarget, other.linkTarget);
  }

  /** Returns whether another entry is of the same kind and has equal content. */
  public boolean sameContent(TreeEntry other) {
    return kind() == other.kind()
        && Objects.equals(content, other.content)
        && Arrays.equals(linkTarget, other.linkTarget)
        && metadata.deviceNumber().equals(other.metadata.deviceNumber());
  }

  /** Compares what is written: the device only where it tells hard links apart. */
  private boolean sameMetadata(EntryMetadata other) {
    return metadata.kind() == other.kind()
        && metadata.permissions() == other.permissions()
        && metadata.uid() == other.uid()
        && metadata.gid() == other.gid()
        && metadata.ownerName().equals(other.ownerName())
        && metadata.groupName().equals(other.groupName())
        && metadata.modified().equals(other.modified())
        && metadata.changed().equals(other.changed())
        && metadata.inode() == other.inode()
        && metadata.links() == other.links()
        && (metadata.links() == 1 || metadata.device() == other.device())
        && metadata.deviceNumber().equals(other.deviceNumber())
        && metadata.attributes().equals(other.attributes());
  }

  /** Returns whether a directory's tree has all that was in it. */
  public Coverage coverage() {
    return coverage;
  }

  /** Returns whether the metadata tell of every later change. */
  public Freshness freshness() {
    return freshness;
  }
}
