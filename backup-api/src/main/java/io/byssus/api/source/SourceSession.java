package io.byssus.api.source;

import java.io.IOException;

/**
 * One reading of a source. {@code list} is called by one thread at a time, {@link #open} and {@link
 * #attributes} by many. Incubating.
 */
public interface SourceSession extends AutoCloseable {
  /** Returns the top directory, which has no name of its own. */
  SourceEntry root();

  /**
   * Lists a directory, in any order.
   *
   * @param directory an entry of this session that is a directory
   * @param visitor is given each entry, and each one that could not be looked at
   * @throws IOException if the directory can't be listed
   */
  void list(SourceEntry directory, Visitor visitor) throws IOException;

  /**
   * Lists a directory in a given order, one entry after the other. What is given here holds all
   * that {@link #list(SourceEntry, Visitor)} finds; a source whose directories may have millions of
   * entries does better.
   *
   * @param directory an entry of this session that is a directory
   * @param order the order
   * @return what is in it; used by one thread, beside listings of other directories
   * @throws IOException if nothing of the directory can be listed
   */
  default Listing list(SourceEntry directory, EntryOrder order) throws IOException {
    return CollectedListing.of(this, directory, order);
  }

  /**
   * Opens the content of a file.
   *
   * @param file an entry of this session that is a file
   * @throws IOException if it can't be opened, or is no regular file any more
   */
  SourceContent open(SourceEntry file) throws IOException;

  /**
   * Reads the extended attributes of an entry. Only what is new or has changed is asked for, and
   * what was not all kept last time: a source whose attributes may change without the entry's
   * {@linkplain EntryMetadata#changed change time} has none.
   *
   * @param entry an entry of this session
   * @param omissions is told of attributes that the entry has, or may have, and that can't be read,
   *     and of what else of it is not kept; each later backup asks for such an entry again
   * @throws IOException if the entry can't be looked at, for instance because it vanished
   */
  default ExtendedAttributes attributes(SourceEntry entry, Omissions omissions) throws IOException {
    return ExtendedAttributes.none();
  }

  /**
   * Returns how many entries were left out so far because the source was asked to; what is below an
   * entry that was left out is not counted.
   */
  default long excluded() {
    return 0;
  }

  @Override
  void close();

  /** Is told what can't be kept of an entry. */
  @FunctionalInterface
  interface Omissions {
    /**
     * Takes one thing that is not kept.
     *
     * @param what it is, in words that do not depend on the entry
     * @param reason why not, likewise
     */
    void add(String what, String reason);
  }

  /** The entries of a directory, one after the other. */
  @FunctionalInterface
  interface Listing {
    /**
     * Gives the visitor the next entry, or the next thing to be said of the directory, or nothing
     * if what was next is left out.
     *
     * @return whether there may be more; at the end, nothing is given any more
     * @throws IOException if the directory can't be listed to its end; the listing has ended then
     */
    boolean next(Visitor visitor) throws IOException;
  }

  /** Is given what a listing finds. */
  interface Visitor {
    /** Takes an entry. */
    void entry(SourceEntry entry);

    /**
     * Takes an entry that could not be looked at, for instance because it vanished.
     *
     * @param path the entry's path in the source
     * @param failure why
     */
    void problem(EntryPath path, IOException failure);

    /**
     * Is told that the directory has something that it is not given, because the source was asked
     * to leave it out: a restore then deletes nothing there.
     */
    default void leftOut() {}
  }
}
