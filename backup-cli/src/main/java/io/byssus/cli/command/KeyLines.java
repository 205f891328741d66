package io.byssus.cli.command;

import io.byssus.api.SnapshotId;
import io.byssus.cli.json.JsonObject;
import io.byssus.core.key.KeyHolder;
import io.byssus.core.snapshot.WriteOnlyHost;
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
        .put("writeOnly", holder.writeOnly())
        .put("current", holder.current());
  }

  static JsonObject json(WriteOnlyHost host) {
    return new JsonObject().put("key", host.key()).put("label", host.label());
  }

  /** Returns what a holder may do; of a key file that the log does not name, nobody knows. */
  static String may(KeyHolder holder) {
    if (holder.kind() == KeyHolder.Kind.LEFTOVER) {
      return "";
    }
    return holder.writeOnly() ? "write only" : "all";
  }

  static void tell(Session session, KeyHolder holder, String what) {
    if (session.json()) {
      session.print(json(holder));
    } else {
      session.tell("key " + abbreviated(holder) + " " + what);
    }
  }
}
