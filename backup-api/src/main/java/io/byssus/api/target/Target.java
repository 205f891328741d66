package io.byssus.api.target;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import java.io.IOException;

/**
 * What is restored into. Incubating.
 *
 * <p>A directory is begun before its entries and ended after them. Methods are called by many
 * threads, but for one path by one at a time. A target never writes outside its own place, whatever
 * the paths and the links in it say.
 */
public interface Target extends AutoCloseable {
  /** Returns where it is, for people. */
  String location();

  /**
   * Makes a directory, if it is not there.
   *
   * @throws IOException if it can't be made, or something else is in its place
   */
  void beginDirectory(EntryPath path) throws IOException;

  /**
   * Starts a file. It appears under its name, whole, when it is {@linkplain TargetFile#commit
   * committed}.
   *
   * @param path its path
   * @param metadata what to set when it is committed; its size is the content's
   * @throws IOException if it can't be made
   */
  TargetFile beginFile(EntryPath path, EntryMetadata metadata) throws IOException;

  /**
   * Makes a symbolic link with its metadata.
   *
   * @param path its path
   * @param metadata what to set
   * @param linkTarget the bytes that it points to, never followed
   * @throws IOException if it can't be made
   */
  void symbolicLink(EntryPath path, EntryMetadata metadata, byte[] linkTarget) throws IOException;

  /**
   * Sets the metadata of a directory whose entries are all there.
   *
   * @throws IOException if it can't be set
   */
  void endDirectory(EntryPath path, EntryMetadata metadata) throws IOException;

  @Override
  void close();
}
