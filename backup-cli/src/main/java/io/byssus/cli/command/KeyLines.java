package io.byssus.cli.command;

import io.byssus.api.SnapshotId;
import io.byssus.cli.json.JsonObject;
import io.byssus.core.key.KeyHolder;
import java.time.Instant;

/** Tells of a holder of keys. */
final class KeyLines {
  private KeyLines() {}

  static String abbreviated(KeyHolder holder) {
    return holder.id().substring(0, Math.min(SnapshotId.SHORT_DIGITS, holder.id().length()));
  }

  static JsonObject json(KeyHolder holder) {
    return new JsonObject()
        .put("id", holder.id())
        .put("kind", holder.kind().described())
        .put("label", holder.label())
        .putIfPresent("created", holder.created().map(Instant::toString).orElse(null))
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
