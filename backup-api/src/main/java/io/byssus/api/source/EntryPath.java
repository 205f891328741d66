package io.byssus.api.source;

import java.util.ArrayList;
import java.util.List;

/**
 * A path inside a source or snapshot: the names from its top directory down. The empty path is the
 * top directory itself. Immutable.
 */
public final class EntryPath implements Comparable<EntryPath> {
  private static final EntryPath ROOT = new EntryPath(List.of());

  private final List<EntryName> names;

  private EntryPath(List<EntryName> names) {
    this.names = names;
  }

  /** Returns the path of the top directory. */
  public static EntryPath root() {
    return ROOT;
  }

  /** Returns the path with the given names. */
  public static EntryPath of(List<EntryName> names) {
    return names.isEmpty() ? ROOT : new EntryPath(List.copyOf(names));
  }

  /**
   * Returns the path that a text names: UTF-8 names separated by slashes, with or without one at
   * the start or the end.
   *
   * @throws IllegalArgumentException if a part is no name, such as {@code ..}
   */
  public static EntryPath parse(String text) {
    List<EntryName> names = new ArrayList<>();
    for (String part : text.split("/", -1)) {
      if (!part.isEmpty()) {
        names.add(EntryName.of(part));
      }
    }
    return of(names);
  }

  /** Returns the path of an entry in this directory. */
  public EntryPath resolve(EntryName name) {
    List<EntryName> longer = new ArrayList<>(names.size() + 1);
    longer.addAll(names);
    longer.add(name);
    return new EntryPath(List.copyOf(longer));
  }

  /** Returns the names from the top down. */
  public List<EntryName> names() {
    return names;
  }

  /** Returns whether this is the top directory. */
  public boolean isRoot() {
    return names.isEmpty();
  }

  /** Returns whether this path is the other one or lies below it. */
  public boolean startsWith(EntryPath other) {
    return names.size() >= other.names.size()
        && names.subList(0, other.names.size()).equals(other.names);
  }

  @Override
  public int compareTo(EntryPath other) {
    int common = Math.min(names.size(), other.names.size());
    for (int i = 0; i < common; i++) {
      int order = names.get(i).compareTo(other.names.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(names.size(), other.names.size());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EntryPath that && names.equals(that.names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  /** Returns the path for people: names joined by slashes, with one at the start. */
  @Override
  public String toString() {
    if (names.isEmpty()) {
      return "/";
    }
    StringBuilder text = new StringBuilder();
    for (EntryName name : names) {
      text.append('/').append(name);
    }
    return text.toString();
  }
}
