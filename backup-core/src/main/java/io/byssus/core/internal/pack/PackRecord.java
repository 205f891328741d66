package io.byssus.core.internal.pack;

import io.byssus.crypto.DirectoryEntry;

/**
 * A record that is to be put into a pack.
 *
 * @param codec the codec that compressed the payload, or {@code none}
 * @param payload holds the payload
 * @param offset where it starts
 * @param entry what the directory says of it; its payload length is the payload's
 */
@SuppressWarnings("ArrayRecordComponent") // a view for the length of one call
record PackRecord(String codec, byte[] payload, int offset, DirectoryEntry entry) {}
