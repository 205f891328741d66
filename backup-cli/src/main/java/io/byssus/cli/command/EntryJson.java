package io.byssus.cli.command;

import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.cli.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Writes names, which are bytes, into JSON, which is text: as a text for people, and as base64
 * beside it whenever the text is not, byte for byte, the name.
 */
final class EntryJson {
  private EntryJson() {}

  static JsonObject putPath(JsonObject json, EntryPath path) {
    return putBytes(json, "path", path.toString(), bytes(path));
  }

  static JsonObject putName(JsonObject json, EntryName name) {
    return putBytes(json, "name", name.toString(), name.bytes());
  }

  static JsonObject putBytes(JsonObject json, String field, String text, byte[] bytes) {
    json.put(field, text);
    return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)
        ? json
        : json.put(field + "Base64", Base64.getEncoder().encodeToString(bytes));
  }

  /** Puts a path of this machine, by the text that the library prints it as. */
  static JsonObject putPrinted(JsonObject json, String field, String printed) {
    return putBytes(json, field, printed, PrintedPath.bytes(printed));
  }

  private static byte[] bytes(EntryPath path) {
    if (path.isRoot()) {
      return new byte[] {'/'};
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (EntryName name : path.names()) {
      bytes.write('/');
      bytes.writeBytes(name.bytes());
    }
    return bytes.toByteArray();
  }
}
