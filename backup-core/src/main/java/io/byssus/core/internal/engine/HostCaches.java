package io.byssus.core.internal.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.byssus.compression.Codecs;
import io.byssus.core.internal.cache.TreeCache;
import io.byssus.crypto.RepositoryKeys;
import io.byssus.crypto.Suite;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a host that only writes keeps what it has to know of its last backups, one directory for
 * each origin. Safe for use by many threads.
 */
final class HostCaches implements AutoCloseable {
  private static final int DIGITS = 16;

  private final RepositoryKeys keys;
  private final RepositoryKeys sealing;
  private final Path directory;
  private final Suite suite;
  private final Codecs codecs;

  /**
   * Creates caches, of which none is opened.
   *
   * @param keys of the host
   * @param base a directory for the caches of any repositories; {@code null} is the user's
   */
  HostCaches(RepositoryKeys keys, @Nullable Path base, String id, Suite suite, Codecs codecs) {
    this.keys = keys;
    this.sealing = keys.forCache();
    this.directory =
        (base == null ? byDefault() : base)
            .resolve(id)
            .resolve(String.format("%0" + DIGITS + "x", keys.domain()));
    this.suite = suite;
    this.codecs = codecs;
  }

  /** Where programs keep what can be made again, by the XDG base directory specification. */
  private static Path byDefault() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isEmpty() || !Path.of(cache).isAbsolute()
            ? Path.of(System.getProperty("user.home", "."), ".cache")
            : Path.of(cache);
    return base.resolve("byssus");
  }

  /** Returns the cache of an origin, whose name is not to be seen in that of the directory. */
  TreeCache of(String origin) {
    long name = keys.nameHasher().hash(origin.getBytes(UTF_8));
    return new TreeCache(
        directory.resolve(String.format("%0" + DIGITS + "x", name)), sealing, suite, codecs);
  }

  @Override
  public void close() {
    sealing.close();
  }
}
