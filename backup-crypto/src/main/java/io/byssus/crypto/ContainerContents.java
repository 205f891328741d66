package io.byssus.crypto;

import java.util.ArrayList;
import java.util.List;

/** All that a container holds, opened and checked. Immutable but for the payloads' arrays. */
public final class ContainerContents {
  private final List<OpenedRecord> records;
  private final Directory directory;

  private ContainerContents(List<OpenedRecord> records, Directory directory) {
    this.records = List.copyOf(records);
    this.directory = directory;
  }

  /** Returns the records in order, without the directory. */
  public List<OpenedRecord> records() {
    return records;
  }

  /** Returns the directory, with one entry for each record. */
  public Directory directory() {
    return directory;
  }

  static final class Builder {
    private final List<OpenedRecord> records = new ArrayList<>();
    private final Directory directory;

    Builder(Directory directory) {
      this.directory = directory;
    }

    void add(long offset, RecordHeader header, byte[] payload) {
      records.add(new OpenedRecord(offset, header, payload));
    }

    ContainerContents build() {
      return new ContainerContents(records, directory);
    }
  }
}
