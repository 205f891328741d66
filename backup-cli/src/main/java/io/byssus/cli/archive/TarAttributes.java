package io.byssus.cli.archive;

import io.byssus.api.source.ExtendedAttributes;
import io.byssus.cli.process.RawText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * Extended attributes as pax headers, as GNU tar, bsdtar and star write them. The library writes
 * headers as text, so values that are no UTF-8, as those of access control lists, are left out and
 * counted. Used by one thread.
 */
final class TarAttributes {
  private static final String PREFIX = "SCHILY.xattr.";

  private final Map<String, Long> leftOut = new TreeMap<>();

  void put(TarArchiveEntry entry, ExtendedAttributes attributes) {
    for (String name : attributes.names()) {
      String value = RawText.decode(attributes.value(name));
      if (RawText.isText(value) && name.indexOf('=') < 0) {
        entry.addPaxHeader(PREFIX + name, value);
      } else {
        leftOut.merge(name, 1L, Long::sum);
      }
    }
  }

  /** Returns a sentence for each attribute that could not be held. */
  List<String> leftOut() {
    return leftOut.entrySet().stream()
        .map(
            one ->
                "attribute '"
                    + one.getKey()
                    + "' is not in the archive, as its value is no text: "
                    + (one.getValue() == 1 ? "1 entry" : one.getValue() + " entries"))
        .toList();
  }
}
