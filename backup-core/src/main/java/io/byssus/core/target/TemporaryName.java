package io.byssus.core.target;

import io.byssus.api.source.EntryName;
import io.byssus.crypto.DigestAlgorithm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names for what is not finished: {@code .byssus-<process>-<random>-<number>.tmp}. The process
 * tells the next restore whether somebody still works on it; the random part, new for each target,
 * keeps a hostile snapshot from holding an entry of that name. A large file has a name that the
 * next restore finds: {@code .byssus-part-<digest>}. Thread-safe.
 */
final class TemporaryName {
  private static final Pattern PARTIAL = Pattern.compile("\\.byssus-part-[0-9a-f]{32}");
  private static final Pattern NEXT =
      Pattern.compile("\\.byssus-(\\d{1,18})-[0-9a-f]{16}-\\d+\\.tmp");
  private static final int DIGEST_BYTES = 16;
  private static final long PROCESS = ProcessHandle.current().pid();

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

  /**
   * Returns the number of the process that gave a name to what was not finished, or -1 if it is no
   * such name.
   */
  static long process(Path name) {
    Matcher matcher = NEXT.matcher(name.toString());
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
  }

  /** Returns a name that nothing has. */
  String next() {
    return ".byssus-" + PROCESS + "-" + random + "-" + number.incrementAndGet() + ".tmp";
  }
}
