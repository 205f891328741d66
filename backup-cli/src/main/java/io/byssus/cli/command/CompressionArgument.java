package io.byssus.cli.command;

import io.byssus.api.compression.CompressionLevel;
import io.byssus.cli.error.CommandException;
import io.byssus.core.backup.Compression;
import java.util.Locale;

/** Reads {@code CODEC[:LEVEL]}. */
final class CompressionArgument {
  private CompressionArgument() {}

  /** Returns the compression that a text names; the standard level if it names none. */
  static Compression parse(String text) {
    int colon = text.indexOf(':');
    String codec = colon < 0 ? text : text.substring(0, colon);
    if (codec.isEmpty()) {
      throw refused(text);
    }
    return new Compression(
        codec, colon < 0 ? CompressionLevel.STANDARD : level(text, text.substring(colon + 1)));
  }

  private static CompressionLevel level(String text, String level) {
    for (CompressionLevel known : CompressionLevel.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(level)) {
        return known;
      }
    }
    throw refused(text);
  }

  private static CommandException refused(String text) {
    return CommandException.usage(
        "--compression is CODEC[:LEVEL] with the level fast, standard or maximum, not '"
            + text
            + "'");
  }
}
