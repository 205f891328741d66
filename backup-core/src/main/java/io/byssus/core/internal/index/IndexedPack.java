package io.byssus.core.internal.index;

import io.byssus.crypto.Domain;

/**
 * A pack that an index segment lists.
 *
 * @param name its name
 * @param kind what it holds
 * @param length its length in bytes
 * @param segment the name of the segment that lists it
 * @param domain the domain of that segment
 */
public record IndexedPack(PackName name, PackKind kind, long length, String segment, long domain) {
  /** A pack of full holders. */
  public IndexedPack(PackName name, PackKind kind, long length, String segment) {
    this(name, kind, length, segment, Domain.FULL);
  }
}
