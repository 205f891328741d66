package io.byssus.compression;

import io.byssus.api.NoProviderException;
import io.byssus.api.compression.CompressionCodec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The codecs that can be used, by name.
 *
 * <p>{@link #installed()} looks them up with {@link ServiceLoader}, first with the class loader of
 * the API and then with the context class loader of the calling thread, so that they are found in
 * an application server too. A name has one meaning: two classes that claim the same one are an
 * error, never a choice.
 *
 * <p>Immutable, and safe for use by several threads.
 */
public final class Codecs {
  /**
   * The name under which data is stored as it is. No codec has it: there is nothing to decompress.
   */
  public static final String NONE = "none";

  private static final Pattern NAME =
      Pattern.compile("[a-z0-9-]{1," + CompressionCodec.MAX_NAME_LENGTH + "}");

  /** Where the codecs of this project are, to say what to add when one is missing. */
  private static final Map<String, String> MODULES =
      Map.of(
          "zstd", "backup-compression",
          "lz4", "backup-compression",
          "gzip", "backup-compression",
          "brotli", "backup-compression-brotli");

  private final SortedMap<String, CompressionCodec> byName;

  private Codecs(SortedMap<String, CompressionCodec> byName) {
    this.byName = byName;
  }

  /**
   * Finds the codecs that are installed. Each call looks again.
   *
   * @throws NoProviderException if one cannot be loaded, has a name that is not allowed, or shares
   *     its name with another class
   */
  public static Codecs installed() {
    List<CompressionCodec> found = new ArrayList<>();
    ClassLoader own = CompressionCodec.class.getClassLoader();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    try {
      ServiceLoader.load(CompressionCodec.class, own).forEach(found::add);
      if (context != null && context != own) {
        ServiceLoader.load(CompressionCodec.class, context).forEach(found::add);
      }
    } catch (ServiceConfigurationError e) {
      throw new NoProviderException("An installed codec cannot be loaded: " + e.getMessage(), e);
    }
    return of(found);
  }

  /**
   * Returns a look-up among given codecs.
   *
   * @param codecs the codecs; of several of one class, the first counts
   * @throws NoProviderException if one has a name that is not allowed, or two classes share a name
   */
  public static Codecs of(Collection<? extends CompressionCodec> codecs) {
    SortedMap<String, CompressionCodec> byName = new TreeMap<>();
    for (CompressionCodec codec : codecs) {
      String name = codec.name();
      if (!isName(name)) {
        throw new NoProviderException(
            "The codec %s has the name '%s', which is not allowed: 1 to %d of a-z, 0-9 and -, not '%s'"
                .formatted(
                    codec.getClass().getName(), name, CompressionCodec.MAX_NAME_LENGTH, NONE));
      }
      CompressionCodec other = byName.putIfAbsent(name, codec);
      if (other != null && other.getClass() != codec.getClass()) {
        throw new NoProviderException(
            "Two codecs have the name '%s': %s and %s; remove one of them from the application"
                .formatted(name, other.getClass().getName(), codec.getClass().getName()));
      }
    }
    return new Codecs(byName);
  }

  /**
   * Returns the codec with a name.
   *
   * @param name a codec's name, not {@link #NONE}
   * @throws IllegalArgumentException if no codec can have that name
   * @throws NoProviderException if it is not installed; the message names the module to add
   */
  public CompressionCodec codec(String name) {
    Objects.requireNonNull(name, "name");
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "'%s' is not the name of a codec: 1 to %d of a-z, 0-9 and -, not '%s'"
              .formatted(name, CompressionCodec.MAX_NAME_LENGTH, NONE));
    }
    CompressionCodec codec = byName.get(name);
    if (codec == null) {
      String module = MODULES.get(name);
      String remedy =
          module == null ? "the module that provides it" : "the module io.byssus:" + module;
      throw new NoProviderException(
          "The codec '%s' is not installed (there are: %s); add %s to the application"
              .formatted(name, String.join(", ", byName.keySet()), remedy));
    }
    return codec;
  }

  /** Returns the names of the codecs, sorted. */
  public Set<String> names() {
    return Collections.unmodifiableSet(byName.keySet());
  }

  @Override
  public String toString() {
    return "Codecs" + byName.keySet();
  }

  private static boolean isName(String name) {
    return NAME.matcher(name).matches() && !name.equals(NONE);
  }
}
