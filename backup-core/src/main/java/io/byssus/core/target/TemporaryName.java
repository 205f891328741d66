package io.byssus.core.target;

import io.byssus.api.source.EntryName;
import io.byssus.crypto.DigestAlgorithm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Names for what is not finished: {@code .byssus-<random>-<number>.tmp}. The random part, new for
 * each target, keeps a hostile snapshot from holding an entry of that name. A large file has a name
 * that the next restore finds: {@code .byssus-part-<digest>}. Thread-safe.
 */
final class TemporaryName {
  private static final Pattern PARTIAL = Pattern.compile("\\.byssus-part-[0-9a-f]{32}");
  private static final int DIGEST_BYTES = 16;

  private final String random = String.format("%016x", new SecureRandom().nextLong());
  private final AtomicLong number = new AtomicLong();

  /** Returns the random part. */
  String random() {
    return random;
  }

  /** Returns the name of a large file while it is written. */
  static String partial(EntryName name, String content) {
    byte[] told = (name + "\0" + content).getBytes(StandardCharsets.UTF_8);
    byte[] digest = DigestAlgorithm.SHA_256.digest(told);
    return ".byssus-part-" + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
  }

  /** Returns whether a name is that of a large file that is being written, or was. */
  static boolean isPartial(Path name) {
    return PARTIAL.matcher(name.toString()).matches();
  }

  String next() {
    return ".byssus-" + random + "-" + number.incrementAndGet() + ".tmp";
  }
}
