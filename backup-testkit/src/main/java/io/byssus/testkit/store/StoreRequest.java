package io.byssus.testkit.store;

/**
 * A request as a {@link Trigger} sees it.
 *
 * @param operation what is asked
 * @param subject the key, or the prefix of a listing; a delete of several keys is judged key by key
 * @param number how many requests of this operation there were, with this one: from 1 on
 * @param bytes how many bytes are to be created or read; 0 for other operations
 */
public record StoreRequest(StoreOperation operation, String subject, long number, long bytes) {}
