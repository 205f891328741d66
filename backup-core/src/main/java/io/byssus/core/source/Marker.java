package io.byssus.core.source;

import io.byssus.api.source.EntryName;
import java.nio.charset.StandardCharsets;

/**
 * A file that keeps a directory's other entries out of a backup.
 *
 * @param name its name
 * @param start what it has to start with; may be empty
 */
record Marker(EntryName name, String start) {
  /** The Cache Directory Tagging Specification (bford.info/cachedir). */
  static final Marker CACHE =
      new Marker(EntryName.of("CACHEDIR.TAG"), "Signature: 8a477f597d28d172789f06886806bc55");

  byte[] startBytes() {
    return start.getBytes(StandardCharsets.UTF_8);
  }
}
