package io.byssus.core.internal.pipeline;

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

  ExtendedAttributes of(SourceEntry entry) {
    try {
      return session.attributes(entry, (what, reason) -> omissions.add(entry.path(), what, reason));
    } catch (NoSuchFileException e) {
      return ExtendedAttributes.none(); // The entry is gone, and with it what it had.
    } catch (IOException e) {
      omissions.add(entry.path(), "extended attributes", String.valueOf(e.getMessage()));
      return ExtendedAttributes.none();
    }
  }
}
