package io.byssus.core.internal.index;

import io.byssus.crypto.Directory;

/**
 * A pack that was written, and what is in it.
 *
 * @param name its name
 * @param kind what it holds
 * @param length its length in bytes
 * @param headerLength where its first record starts
 * @param directory its records, in order
 */
public record PackContents(
    PackName name, PackKind kind, int length, int headerLength, Directory directory) {}
