package io.byssus.core.internal.pipeline;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.ExtendedAttributes;
import io.byssus.api.source.SourceEntry;
import io.byssus.api.source.SourceSession;
import io.byssus.core.internal.file.OmissionTally;
import io.byssus.core.internal.tree.TreeEntry;
import io.byssus.core.internal.tree.TreeEntry.Coverage;
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

  /**
   * The extended attributes of an entry.
   *
   * @param values those that could be read
   * @param coverage whether they are all that it has
   */
  record Attributes(ExtendedAttributes values, Coverage coverage) {
    static final Attributes NONE = new Attributes(ExtendedAttributes.none(), Coverage.FULL);

    /** Returns those that a snapshot has of an entry. */
    static Attributes stored(TreeEntry entry) {
      return new Attributes(entry.metadata().attributes(), entry.attributeCoverage());
    }

    /**
     * Returns these, read of an entry that has not changed since others were read of it; the others
     * if only some could be read now, and all of these are among them.
     */
    Attributes since(Attributes before) {
      return coverage == Coverage.PARTIAL && before.values.names().containsAll(values.names())
          ? before
          : this;
    }

    /** Most entries have none, and need no copy. */
    EntryMetadata in(EntryMetadata metadata) {
      return values.isEmpty() ? metadata : metadata.toBuilder().attributes(values).build();
    }
  }

  Attributes of(SourceEntry entry) {
    Coverage[] coverage = {Coverage.FULL};
    ExtendedAttributes values = ExtendedAttributes.none();
    try {
      values =
          session.attributes(
              entry,
              (what, reason) -> {
                coverage[0] = Coverage.PARTIAL;
                omissions.add(entry.path(), what, reason);
              });
    } catch (NoSuchFileException e) {
      coverage[0] = Coverage.PARTIAL; // The entry is gone, and with it what it had.
    } catch (IOException e) {
      coverage[0] = Coverage.PARTIAL;
      omissions.add(entry.path(), "extended attributes", String.valueOf(e.getMessage()));
    }
    return new Attributes(values, coverage[0]);
  }
}
