package io.byssus.core.internal.log.model;

/**
 * An entry of the log. Sets of packs and segments are bits by their numbers.
 *
 * @param type what it says
 * @param run who wrote it
 * @param about COMMIT and AMEND: the chunks of the snapshot; FORGET: the number of the COMMIT;
 *     CONDEMN: the number of the MARK; SWEPT: up to which number
 * @param packs MARK and CONDEMN: these packs; COMMIT and AMEND: those relied upon, which only the
 *     model sees
 * @param segments the segments that it names
 * @param dropped REPLACE: the segments that no longer count; AMEND: the number of the COMMIT
 */
record Entry(EntryType type, int run, int about, int packs, int segments, int dropped) {
  private static final EntryType[] TYPES = EntryType.values();

  static final int CELLS = 6;

  /** In which of its cells an entry has its run. */
  static final int RUN = 1;

  static Entry read(short[] cells, int at) {
    return new Entry(
        TYPES[cells[at]],
        cells[at + 1],
        cells[at + 2],
        cells[at + 3],
        cells[at + 4],
        cells[at + 5]);
  }

  /** Returns whether a snapshot becomes live by it. */
  boolean commits() {
    return type == EntryType.COMMIT || type == EntryType.AMEND;
  }

  void write(short[] cells, int at) {
    cells[at] = (short) type.code;
    cells[at + 1] = (short) run;
    cells[at + 2] = (short) about;
    cells[at + 3] = (short) packs;
    cells[at + 4] = (short) segments;
    cells[at + 5] = (short) dropped;
  }

  @Override
  public String toString() {
    return switch (type) {
      case ADD -> "ADD(segments " + Bits.text(segments) + ")";
      case COMMIT ->
          "COMMIT(segments " + Bits.text(segments) + ", chunks " + Bits.text(about) + ")";
      case FORGET -> "FORGET(" + about + ")";
      case REPLACE -> "REPLACE(" + Bits.text(segments) + " for " + Bits.text(dropped) + ")";
      case MARK -> "MARK(packs " + Bits.text(packs) + ", segments " + Bits.text(segments) + ")";
      case CONDEMN ->
          "CONDEMN("
              + about
              + ", packs "
              + Bits.text(packs)
              + ", segments "
              + Bits.text(segments)
              + ")";
      case SWEPT -> "SWEPT(" + about + ")";
      case HOLD -> "HOLD";
      case AMEND ->
          "AMEND("
              + dropped
              + ", segments "
              + Bits.text(segments)
              + ", chunks "
              + Bits.text(about)
              + ")";
    };
  }
}
