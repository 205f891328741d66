package io.byssus.core.internal.pipeline;

import io.byssus.api.target.TargetContent;
import io.byssus.core.internal.execution.Cancellation;
import io.byssus.core.internal.pack.ChunkReader;
import io.byssus.core.internal.tree.FileContent;
import io.byssus.core.internal.tree.TreeReader;
import java.io.IOException;

/** Finds out how much of a file a target lacks. Not safe for use by several threads. */
public final class MissingContent {
  private final TreeReader trees;
  private final ContentComparison comparison;

  /**
   * Creates one.
   *
   * @param reader names what is read in the target
   * @param trees reads lists of chunks
   * @param cancellation is looked at between two blocks
   */
  public MissingContent(ChunkReader reader, TreeReader trees, Cancellation cancellation) {
    this.trees = trees;
    this.comparison = new ContentComparison(reader, cancellation);
  }

  /**
   * Returns how many bytes of a file would have to be written.
   *
   * @param wanted what the file is to hold
   * @param found what it holds
   * @throws IOException if what it holds can't be read
   */
  public long bytes(FileContent wanted, TargetContent found) throws IOException {
    FileParts parts = FileParts.of(wanted, trees);
    ContentComparison.Difference difference = comparison.compare(parts, found);
    return difference.holes() ? wanted.size() - parts.holeBytes() : difference.bytes(parts);
  }
}
