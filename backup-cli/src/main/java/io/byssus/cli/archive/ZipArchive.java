package io.byssus.cli.archive;

import io.byssus.api.source.EntryMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** A zip archive with names in UTF-8, Unix modes, and links as Info-ZIP writes them. */
final class ZipArchive implements SnapshotArchive {
  private final ZipArchiveOutputStream zip;

  ZipArchive(OutputStream stream) {
    this.zip = new ZipArchiveOutputStream(stream);
    zip.setEncoding(StandardCharsets.UTF_8.name());
  }

  @Override
  public void directory(String name, EntryMetadata metadata) throws IOException {
    put(new ZipArchiveEntry(name + "/"), UnixStat.DIR_FLAG, metadata);
    zip.closeArchiveEntry();
  }

  @Override
  public void link(String name, EntryMetadata metadata, String target) throws IOException {
    byte[] content = target.getBytes(StandardCharsets.UTF_8);
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    entry.setSize(content.length);
    put(entry, UnixStat.LINK_FLAG, metadata);
    zip.write(content);
    zip.closeArchiveEntry();
  }

  @Override
  public void file(String name, EntryMetadata metadata, InputStream content) throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    entry.setSize(metadata.size());
    put(entry, UnixStat.FILE_FLAG, metadata);
    content.transferTo(zip);
    zip.closeArchiveEntry();
  }

  /** Adds nothing: there is no such entry that a common program would unpack. */
  @Override
  public boolean node(String name, EntryMetadata metadata) {
    return false;
  }

  private void put(ZipArchiveEntry entry, int kind, EntryMetadata metadata) throws IOException {
    entry.setUnixMode(kind | metadata.permissions());
    entry.setLastModifiedTime(FileTime.from(metadata.modified()));
    zip.putArchiveEntry(entry);
  }

  @Override
  public void finish() throws IOException {
    zip.finish();
  }
}
