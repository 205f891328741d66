package io.byssus.api.compression;

/** How much time a codec should spend to make data smaller. */
public enum CompressionLevel {
  /** As fast as the codec goes. */
  FAST,
  /** A balance that suits most data. */
  STANDARD,
  /** As small as the codec makes it. */
  MAXIMUM
}
