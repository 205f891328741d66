package io.byssus.cli.command;

import io.byssus.api.SnapshotId;
import io.byssus.cli.json.JsonObject;
import io.byssus.core.key.KeyHolder;
import java.util.Locale;

/** Tells of a holder of keys. */
final class KeyLines {
  private KeyLines() {}

  static String abbreviated(KeyHolder holder) {
    return holder.id().substring(0, SnapshotId.SHORT_DIGITS);
  }

  static JsonObject json(KeyHolder holder) {
    return new JsonObject()
        .put("id", holder.id())
        .put("kind", holder.kind().name().toLowerCase(Locale.ROOT))
        .put("label", holder.label())
        .put("created", holder.created().toString())
        .put("current", holder.current());
  }

  static void tell(Session session, KeyHolder holder, String what) {
    if (session.json()) {
      session.print(json(holder));
    } else {
      session.tell("key " + abbreviated(holder) + " " + what);
    }
  }
}
