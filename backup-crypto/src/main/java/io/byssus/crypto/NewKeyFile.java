package io.byssus.crypto;

/**
 * A key file that was just sealed.
 *
 * @param bytes the whole file
 * @param publicKey of its holder, for letters about new epochs: 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record NewKeyFile(byte[] bytes, byte[] publicKey) {}
