package io.byssus.core.internal.index;

/**
 * A pack that an index segment lists.
 *
 * @param name its name
 * @param kind what it holds
 * @param length its length in bytes
 * @param segment the name of the segment that lists it
 */
public record IndexedPack(PackName name, PackKind kind, long length, String segment) {}
