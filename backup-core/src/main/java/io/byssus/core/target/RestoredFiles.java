package io.byssus.core.target;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.api.target.TargetContent;
import io.byssus.core.internal.metadata.MetadataReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a session that are being written, each whole or in place. Thread-safe. */
final class RestoredFiles {
  private static final Logger log = LoggerFactory.getLogger(RestoredFiles.class);

  private final TargetTop top;
  private final BegunDirectories begun;
  private final Placements placements;
  private final Disk disk;
  private final RestoredFile.Durability durability;
  private final MetadataReader reader;
  private final MetadataWriter metadataWriter;
  private final PartialFiles partial;
  private final Set<RestoredFile> unfinished = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  RestoredFiles(
      TargetTop top,
      BegunDirectories begun,
      Placements placements,
      Disk disk,
      RestoredFile.Durability durability,
      MetadataReader reader,
      MetadataWriter metadataWriter,
      PartialFiles partial) {
    this.top = top;
    this.begun = begun;
    this.placements = placements;
    this.disk = disk;
    this.durability = durability;
    this.reader = reader;
    this.metadataWriter = metadataWriter;
    this.partial = partial;
  }

  /** Starts a file under a temporary name. */
  RestoredFile begin(EntryPath path, EntryMetadata metadata) throws IOException {
    requireOpen();
    return begin(placements.placement(path), metadata);
  }

  private RestoredFile begin(Placement placement, EntryMetadata metadata) throws IOException {
    FileChannel channel = placement.createFile(metadata);
    return track(whole(placement), metadata, channel, null);
  }

  /** Starts a large file, or goes on with what an earlier session wrote of it. */
  RestoredFile resume(EntryPath path, EntryMetadata metadata, String content) throws IOException {
    requireOpen();
    if (placements.areTakenBack()) {
      return begin(path, metadata); // What a killed one wrote is taken back with all the rest.
    }
    List<EntryName> names = path.names();
    String name = TemporaryName.partial(names.get(names.size() - 1), content);
    Placement placement = placements.placement(path, name);
    PartialFiles.Open open = partial.open(placement.temporary());
    return open == null
        ? begin(path, metadata)
        : track(
            partly(placement, open.metadata()),
            metadata,
            open.channel(),
            open.metadata().size() == 0 ? null : new ChannelContent(open.channel()));
  }

  /** A name that can be foreseen might be given to another file meanwhile. */
  private RestoredFile.Where partly(Placement placement, EntryMetadata opened) {
    RestoredFile.Where whole = whole(placement);
    return new RestoredFile.Where() {
      @Override
      public String name() {
        return whole.name();
      }

      @Override
      public void place(EntryMetadata metadata) throws IOException {
        if (!isStillThere()) {
          throw new IOException(
              "another file took the name '" + placement.temporary().getFileName() + "'");
        }
        whole.place(metadata);
      }

      @Override
      public void punchHole(long offset, long length) throws IOException {
        whole.punchHole(offset, length);
      }

      @Override
      public void discard() throws IOException {
        if (isStillThere()) {
          whole.discard();
        }
      }

      private boolean isStillThere() throws IOException {
        EntryMetadata found = metadataWriter.find(placement.temporary());
        return found != null && found.inode() == opened.inode();
      }
    };
  }

  private RestoredFile.Where whole(Placement placement) {
    EntryPath path = placement.path();
    return new RestoredFile.Where() {
      @Override
      public String name() {
        return path.toString();
      }

      @Override
      public void place(EntryMetadata metadata) throws IOException {
        top.act(path, () -> placement.finish(metadata));
      }

      @Override
      public void punchHole(long offset, long length) throws IOException {
        disk.punchHole(placement.temporary(), offset, length);
      }

      @Override
      public void discard() throws IOException {
        placement.discard();
      }
    };
  }

  /** Starts to change a file: in place if nothing can be lost by that, else a copy of it. */
  RestoredFile update(EntryPath path, EntryMetadata metadata) throws IOException {
    requireOpen();
    Path place = begun.place(path);
    boolean single = reader.read(place, LinkOption.NOFOLLOW_LINKS).links() == 1;
    boolean inPlace =
        single
            && !placements.areTakenBack()
            && durability == RestoredFile.Durability.LEFT_TO_THE_SYSTEM;
    if (inPlace) {
      try {
        return track(inPlace(path, place), metadata, disk.openFile(place), null);
      } catch (FileSystemException e) {
        // A program that runs, or a file that is closed to its owner, can be replaced all the same.
        log.debug("'{}' can't be changed in place, so it is replaced", place, e);
      }
    }
    return copy(placements.placement(path), metadata);
  }

  private RestoredFile.Where inPlace(EntryPath path, Path place) {
    return new RestoredFile.Where() {
      @Override
      public String name() {
        return path.toString();
      }

      @Override
      public void place(EntryMetadata wanted) throws IOException {
        top.act(path, () -> metadataWriter.write(path, place, wanted, MetadataWriter.Origin.OLD));
      }

      @Override
      public void punchHole(long offset, long length) throws IOException {
        disk.punchHole(place, offset, length);
      }

      @Override
      public void discard() {
        // It stays as it is, with its new time, by which the next restore knows it.
      }
    };
  }

  private RestoredFile copy(Placement placement, EntryMetadata metadata) throws IOException {
    RestoredFile file = begin(placement, metadata);
    Path place = placement.place();
    try (FileChannel channel =
            FileChannel.open(place, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        TargetContent from = new ChannelContent(channel, place)) {
      file.copy(from);
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private RestoredFile track(
      RestoredFile.Where where,
      EntryMetadata metadata,
      FileChannel channel,
      @Nullable TargetContent earlier)
      throws IOException {
    RestoredFile file =
        new RestoredFile(where, metadata, channel, disk, durability, earlier, unfinished);
    unfinished.add(file);
    if (closed) {
      file.close();
      requireOpen();
    }
    return file;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the target is closed: " + top.real());
    }
  }

  /** Discards what was not committed, and what is begun later. */
  void close() throws IOException {
    closed = true;
    IOException failure = null;
    for (RestoredFile file : List.copyOf(unfinished)) {
      try {
        file.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
