package io.byssus.core.internal.index;

import io.byssus.api.store.BlobKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a pack.
 *
 * @param run the run that wrote it: 32 hexadecimal digits
 * @param sha256 the SHA-256 of its bytes: 64 hexadecimal digits
 */
public record PackName(String run, String sha256) {
  /** What the keys of all packs start with. */
  public static final String PREFIX = "packs/";

  /** What the keys of all parity blobs start with. */
  public static final String PARITY_PREFIX = "parity/";

  private static final Pattern KEY = Pattern.compile(PREFIX + "([0-9a-f]{32})/([0-9a-f]{64})");

  /** Returns the name of a pack from its bytes. */
  public static PackName of(byte[] run, byte[] sha256) {
    return new PackName(HexFormat.of().formatHex(run), HexFormat.of().formatHex(sha256));
  }

  /** Returns the name of the pack with a key. */
  public static PackName of(BlobKey key) {
    String name = key.value().substring(PREFIX.length());
    int end = name.indexOf('/');
    return new PackName(name.substring(0, end), name.substring(end + 1));
  }

  /** Returns the pack's key in the store. */
  public BlobKey key() {
    return BlobKey.of(PREFIX + run + "/" + sha256);
  }

  /** Returns the key of the pack's parity, which may not be there. */
  public BlobKey parityKey() {
    return BlobKey.of(PARITY_PREFIX + run + "/" + sha256);
  }

  /** Returns the keys of all that is stored of the pack: what goes when the pack goes. */
  public List<BlobKey> blobs() {
    return List.of(parityKey(), key());
  }

  @Override
  public String toString() {
    return key().value();
  }

  /** Returns the name of the pack with a key, if it is one of a pack. */
  public static Optional<PackName> parse(BlobKey key) {
    Matcher matcher = KEY.matcher(key.value());
    return matcher.matches()
        ? Optional.of(new PackName(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }
}
