package io.byssus.api.target;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One writing of a {@link Target}. Incubating.
 *
 * <p>A directory is begun before its entries and ended after them. Methods are called by many
 * threads, but for one path by one at a time. A session never writes outside its target's place,
 * whatever the paths and the links in it say.
 *
 * <p>What a kind of target can't do, it need not implement: the methods with a body say so, and the
 * restore reports it.
 */
public interface TargetSession extends AutoCloseable {
  /** Whether a directory was there. */
  enum Begun {
    /** It was made, so that nothing is in it. */
    CREATED,
    /** It was there, and may have entries. */
    FOUND
  }

  /**
   * Returns how to look at what is there; it ends with the session. A target with a {@linkplain
   * Target#view view} has one here too, and it implements {@link #updateFile}, {@link
   * #updateMetadata} and {@link #remove}.
   */
  default Optional<TargetView> view() {
    return Optional.empty();
  }

  /**
   * Makes a directory, if it is not there.
   *
   * @throws IOException if it can't be made, or something else is in its place
   */
  Begun beginDirectory(EntryPath path) throws IOException;

  /**
   * Starts a file. It appears under its name, whole, when it is {@linkplain TargetFile#commit
   * committed}, and replaces what had the name, unless that is a directory.
   *
   * @param path its path
   * @param metadata what to set when it is committed; its size is the content's
   * @throws IOException if it can't be made
   */
  TargetFile beginFile(EntryPath path, EntryMetadata metadata) throws IOException;

  /**
   * Starts a file, or goes on with it where an earlier session was cut off that wrote the same
   * content under the same path. What that one wrote is {@link TargetFile#earlier}.
   *
   * @param path its path
   * @param metadata what to set when it is committed; its size is the content's
   * @param content a name of the content: content of the same name is the same
   * @throws IOException if it can't be made
   */
  default TargetFile resumeFile(EntryPath path, EntryMetadata metadata, String content)
      throws IOException {
    return beginFile(path, metadata);
  }

  /**
   * Starts to change a file that is there: what is not written stays as it was, up to the new size.
   *
   * @param path its path
   * @param metadata what to set when it is committed; its size is the content's
   * @throws IOException if it can't be written
   */
  default TargetFile updateFile(EntryPath path, EntryMetadata metadata) throws IOException {
    throw new UnsupportedOperationException("files can't be changed here");
  }

  /**
   * Makes a symbolic link with its metadata; it replaces what had the name, unless that is a
   * directory.
   *
   * @param path its path
   * @param metadata what to set
   * @param linkTarget the bytes that it points to, never followed
   * @throws IOException if it can't be made
   */
  void symbolicLink(EntryPath path, EntryMetadata metadata, byte[] linkTarget) throws IOException;

  /** Returns whether a file can have several names, so that {@link #hardLink} can be called. */
  default boolean hardLinks() {
    return false;
  }

  /**
   * Gives a file one more name; it replaces what had the name, unless that is a directory.
   *
   * @param path the new name
   * @param existing a file that this session restored, or found to be right
   * @throws IOException if that fails
   */
  default void hardLink(EntryPath path, EntryPath existing) throws IOException {
    throw new UnsupportedOperationException("files have one name here");
  }

  /**
   * Makes an entry that has no content: a fifo, a device node or a socket. What the target can't
   * hold, or may not make, it leaves out, and {@linkplain Omissions says so}.
   *
   * @param path its path
   * @param metadata what to set; its kind says what to make
   * @return whether it was made
   * @throws IOException if that fails
   */
  default boolean special(EntryPath path, EntryMetadata metadata) throws IOException {
    throw new IOException("a " + metadata.kind() + " can't be held here");
  }

  /**
   * Sets the metadata of an entry that is there and has the right content already. One that has
   * other names besides may be made anew, so that these keep what they have.
   *
   * @throws IOException if it can't be set
   */
  default void updateMetadata(EntryPath path, EntryMetadata metadata) throws IOException {
    throw new UnsupportedOperationException("metadata can't be changed here");
  }

  /**
   * Removes an entry, a directory with all that is in it. No link is followed.
   *
   * @param path its path, in a directory that was begun
   * @throws IOException if it can't be removed
   */
  default void remove(EntryPath path) throws IOException {
    throw new UnsupportedOperationException("nothing can be removed here");
  }

  /**
   * Ends a directory whose entries are all there.
   *
   * @param path its path
   * @param metadata what to set. The top directory is ended with its own only where it was made
   * @throws IOException if it can't be set
   */
  void endDirectory(EntryPath path, EntryMetadata metadata) throws IOException;

  /**
   * Ends a directory that was there and keeps its metadata: also its modification time, as far as
   * the target can put it back, and its permissions, if they were changed to get into it.
   *
   * @param path its path
   * @throws IOException if its permissions can't be put back
   */
  default void leaveDirectory(EntryPath path) throws IOException {}

  /**
   * Returns what was done, when the session was opened, to take back an earlier one that could not
   * do it itself, in words for people; empty if there was nothing.
   */
  default List<String> takenBack() {
    return List.of();
  }

  /**
   * Names who is told of what can't be kept of entries that are restored otherwise.
   *
   * @param omissions is told by any of the threads
   */
  default void onOmission(Omissions omissions) {}

  /** Is told what was not kept. */
  @FunctionalInterface
  interface Omissions {
    /**
     * Takes one thing that was not kept.
     *
     * @param path the entry
     * @param what it is, in words that do not depend on the entry
     * @param reason why not, likewise
     */
    void add(EntryPath path, String what, String reason);
  }

  /**
   * Says that all is done and shall stay.
   *
   * @throws TargetUnwritableException if it can't be made to stay
   */
  default void complete() {}

  /**
   * Takes back all that this session did, if it was made to be able to.
   *
   * @return whether the target is again as it was before
   * @throws TargetUnwritableException if that was tried and failed; the message says what is left
   */
  default boolean undo() {
    return false;
  }

  /** Ends the session. What was neither {@link #complete} nor {@link #undo}ne stays as it is. */
  @Override
  void close();
}
