package io.byssus.core.internal.engine;

import io.byssus.core.internal.index.ChunkIndex;
import io.byssus.core.internal.log.LogState;
import io.byssus.core.internal.look.SnapshotTree;
import io.byssus.core.internal.pack.ChunkReader;
import io.byssus.core.internal.tree.TreeReader;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.snapshot.Snapshots;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The trees of all snapshots as the log is now, to be read by one thread. */
final class OpenTrees implements AutoCloseable {
  private final OpenRepository repository;
  private final LogState state;
  private final ChunkIndex index;
  private final ChunkReader reader;
  private final TreeReader trees;

  OpenTrees(OpenRepository repository) {
    this.repository = repository;
    this.state = repository.state();
    this.index = repository.index(state);
    this.reader = repository.chunks(state, index).reader();
    this.trees = new TreeReader(reader::readCopy);
  }

  ChunkIndex index() {
    return index;
  }

  TreeReader trees() {
    return trees;
  }

  /** Returns a snapshot's tree. */
  SnapshotTree tree(Snapshot snapshot) {
    return new SnapshotTree(snapshot, repository.manifest(state, snapshot.id()).tree());
  }

  /** Returns the trees of some snapshots; {@code null} is all. */
  List<SnapshotTree> trees(@Nullable Snapshots snapshots) {
    Snapshots chosen = snapshots == null ? repository.snapshots(state) : snapshots;
    return chosen.list().stream().map(this::tree).toList();
  }

  @Override
  public void close() {
    reader.close();
  }
}
