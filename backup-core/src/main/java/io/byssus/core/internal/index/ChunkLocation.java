package io.byssus.core.internal.index;

/**
 * Where a chunk lies.
 *
 * @param pack the pack's name
 * @param kind what the pack holds
 * @param recordOffset where the record starts that holds the chunk, in bytes from the pack's start
 * @param sealedLength how long that record is, as it stands in the pack
 * @param offset where the chunk starts in the record's plaintext
 * @param length how long the chunk is
 */
public record ChunkLocation(
    PackName pack, PackKind kind, int recordOffset, int sealedLength, int offset, int length) {}
