package io.byssus.cli.archive;

import io.byssus.api.source.DeviceNumber;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.LinkGroup;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A POSIX tar archive: a {@link PaxHeader} holds what the old header has no room for, as long
 * names, large numbers, fractions of seconds and extended attributes. The second name of a file
 * with hard links is a link to the first.
 */
final class TarArchive implements SnapshotArchive {
  private static final String HEADER_NAME = "PaxHeaders/entry";

  private final TarArchiveOutputStream tar;
  private final Map<LinkGroup, String> firstNames = new HashMap<>();

  TarArchive(OutputStream stream) {
    this.tar = new TarArchiveOutputStream(stream, StandardCharsets.UTF_8.name());
    // What does not fit stands in the pax header; here it is only not to be refused.
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_TRUNCATE);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
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
    String first = firstName(name, metadata);
    if (!first.equals(name)) {
      TarArchiveEntry link = new TarArchiveEntry(name, TarConstants.LF_LINK);
      link.setLinkName(first);
      put(link, metadata);
      tar.closeArchiveEntry();
      return;
    }
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL);
    entry.setSize(metadata.size());
    put(entry, metadata);
    content.transferTo(tar);
    tar.closeArchiveEntry();
  }

  private String firstName(String name, EntryMetadata metadata) {
    return LinkGroup.of(metadata).map(group -> firstNames.putIfAbsent(group, name)).orElse(name);
  }

  @Override
  public boolean node(String name, EntryMetadata metadata) throws IOException {
    byte type =
        switch (metadata.kind()) {
          case FIFO -> TarConstants.LF_FIFO;
          case CHARACTER_DEVICE -> TarConstants.LF_CHR;
          case BLOCK_DEVICE -> TarConstants.LF_BLK;
          default -> 0;
        };
    DeviceNumber number = metadata.deviceNumber().orElse(new DeviceNumber(0, 0));
    if (type == 0 || number.major() > Integer.MAX_VALUE || number.minor() > Integer.MAX_VALUE) {
      return false;
    }
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setDevMajor((int) number.major());
    entry.setDevMinor((int) number.minor());
    put(entry, metadata);
    tar.closeArchiveEntry();
    return true;
  }

  private void put(TarArchiveEntry entry, EntryMetadata metadata) throws IOException {
    PaxHeader header =
        PaxHeader.of(entry.getName(), entry.getLinkName(), entry.getSize(), metadata);
    if (!header.isEmpty()) {
      put(header.bytes());
    }
    entry.setMode(metadata.permissions());
    entry.setUserId(Math.max(0, metadata.uid()));
    entry.setGroupId(Math.max(0, metadata.gid()));
    entry.setUserName(metadata.ownerName());
    entry.setGroupName(metadata.groupName());
    entry.setLastModifiedTime(FileTime.from(metadata.modified()));
    tar.putArchiveEntry(entry);
  }

  private void put(byte[] header) throws IOException {
    TarArchiveEntry entry =
        new TarArchiveEntry(HEADER_NAME, TarConstants.LF_PAX_EXTENDED_HEADER_LC);
    entry.setSize(header.length);
    tar.putArchiveEntry(entry);
    tar.write(header);
    tar.closeArchiveEntry();
  }

  @Override
  public void finish() throws IOException {
    tar.finish();
  }
}
