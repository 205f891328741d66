package io.byssus.api.store;

/**
 * Where the next page of a listing starts. Only the store that made it can read it.
 *
 * @param value the store's own text
 */
public record PageToken(String value) {}
