package io.byssus.core.internal.pack;

import io.byssus.core.internal.index.PackContents;

/** Is told of every pack that is durable in the store. Called by several threads. */
@FunctionalInterface
public interface PackSink {
  /** Takes a pack that is in the store. */
  void stored(PackContents pack);
}
