package io.byssus.cli.archive;

import io.byssus.api.source.EntryMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A POSIX tar archive: pax headers hold what the old ones have no room for, as long names, large
 * numbers and fractions of seconds (seven digits: the library keeps no more).
 */
final class TarArchive implements SnapshotArchive {
  private final TarArchiveOutputStream tar;

  TarArchive(OutputStream stream) {
    this.tar = new TarArchiveOutputStream(stream, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
  }

  @Override
  public void directory(String name, EntryMetadata metadata) throws IOException {
    put(new TarArchiveEntry(name + "/", TarConstants.LF_DIR), metadata);
    tar.closeArchiveEntry();
  }

  @Override
  public void link(String name, EntryMetadata metadata, String target) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
    entry.setLinkName(target);
    put(entry, metadata);
    tar.closeArchiveEntry();
  }

  @Override
  public void file(String name, EntryMetadata metadata, InputStream content) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL);
    entry.setSize(metadata.size());
    put(entry, metadata);
    content.transferTo(tar);
    tar.closeArchiveEntry();
  }

  private void put(TarArchiveEntry entry, EntryMetadata metadata) throws IOException {
    entry.setMode(metadata.permissions());
    entry.setUserId(Math.max(0, metadata.uid()));
    entry.setGroupId(Math.max(0, metadata.gid()));
    entry.setLastModifiedTime(FileTime.from(metadata.modified()));
    tar.putArchiveEntry(entry);
  }

  @Override
  public void finish() throws IOException {
    tar.finish();
  }
}
