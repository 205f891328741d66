package io.byssus.core.internal.pipeline;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.ExtendedAttributes;
import io.byssus.api.source.SourceEntry;
import io.byssus.api.source.SourceSession;
import io.byssus.core.internal.file.OmissionTally;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** Asks a source for the attributes of entries, and counts what could not be read. Thread-safe. */
final class EntryAttributes {
  private final SourceSession session;
  private final OmissionTally omissions;

  EntryAttributes(SourceSession session, OmissionTally omissions) {
    this.session = session;
    this.omissions = omissions;
  }

  /** Asks for the attributes of an entry. */
  ExtendedAttributes of(SourceEntry entry) {
    boolean[] lacking = {false};
    ExtendedAttributes values = ExtendedAttributes.none();
    try {
      values =
          session.attributes(
              entry,
              (what, reason) -> {
                lacking[0] = true;
                omissions.add(entry.path(), what, reason);
              });
    } catch (NoSuchFileException e) {
      lacking[0] = true; // The entry is gone, and with it what it had.
    } catch (IOException e) {
      lacking[0] = true;
      omissions.add(entry.path(), "extended attributes", String.valueOf(e.getMessage()));
    }
    return lacking[0] ? values.asPartial() : values;
  }

  /**
   * Returns attributes that were read of an entry that has not changed since others were read of
   * it; the others if only some could be read now, and all of these are among them.
   */
  static ExtendedAttributes since(ExtendedAttributes before, ExtendedAttributes now) {
    return now.isPartial() && before.names().containsAll(now.names()) ? before : now;
  }

  /** Returns metadata with attributes. Most entries have none, and need no copy. */
  static EntryMetadata in(EntryMetadata metadata, ExtendedAttributes attributes) {
    return attributes.equals(ExtendedAttributes.none())
        ? metadata
        : metadata.toBuilder().attributes(attributes).build();
  }
}
