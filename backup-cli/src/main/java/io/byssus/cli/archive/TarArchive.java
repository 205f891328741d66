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
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A POSIX tar archive: pax headers hold what the old ones have no room for, as long names, large
 * numbers, fractions of seconds (seven digits: the library keeps no more) and extended attributes.
 * The second name of a file with hard links is a link to the first.
 */
final class TarArchive implements SnapshotArchive {
  /** The field ends with a zero byte. */
  private static final int MAX_OWNER_NAME_BYTES = 31;

  private final TarArchiveOutputStream tar;
  private final TarAttributes attributes = new TarAttributes();
  private final Consumer<String> warnings;
  private final Map<LinkGroup, String> firstNames = new HashMap<>();

  TarArchive(OutputStream stream, Consumer<String> warnings) {
    this.warnings = warnings;
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
    entry.setMode(metadata.permissions());
    entry.setUserId(Math.max(0, metadata.uid()));
    entry.setGroupId(Math.max(0, metadata.gid()));
    entry.setUserName(ownerName(metadata.ownerName()));
    entry.setGroupName(ownerName(metadata.groupName()));
    attributes.put(entry, metadata.attributes());
    entry.setLastModifiedTime(FileTime.from(metadata.modified()));
    tar.putArchiveEntry(entry);
  }

  /** Leaves out what has no room, so that the number decides, and not a name that was cut off. */
  private static String ownerName(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length > MAX_OWNER_NAME_BYTES ? "" : name;
  }

  @Override
  public void finish() throws IOException {
    attributes.leftOut().forEach(warnings);
    tar.finish();
  }
}
