package io.byssus.api.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The extended attributes of an entry: values, which are bytes, under names such as {@code
 * user.origin}, {@code security.capability} or {@code system.posix_acl_access}.
 *
 * <p>A name has its namespace in front, as on Linux. Immutable; equal when names and values are,
 * and both or neither are {@linkplain #isPartial() partial}.
 */
public final class ExtendedAttributes {
  /** The greatest length of a name in UTF-8 bytes. */
  public static final int MAX_NAME_BYTES = 255;

  /** The greatest length of a value in bytes. */
  public static final int MAX_VALUE_BYTES = 64 * 1024;

  /**
   * The greatest length of all names and values together, in bytes: trees hold those of many
   * entries, and no file system for daily use allows one entry as much.
   */
  public static final int MAX_BYTES = 96 * 1024;

  private static final ExtendedAttributes NONE = new ExtendedAttributes(new TreeMap<>(), false);

  private final NavigableMap<String, byte[]> values;
  private final boolean partial;

  private ExtendedAttributes(NavigableMap<String, byte[]> values, boolean partial) {
    this.values = values;
    this.partial = partial;
  }

  /** Returns no attributes. */
  public static ExtendedAttributes none() {
    return NONE;
  }

  /**
   * Returns attributes with the given names and values, which are copied.
   *
   * @throws IllegalArgumentException if a name is empty, has a zero character or is too long, a
   *     value is too long, or all together are
   */
  public static ExtendedAttributes of(Map<String, byte[]> attributes) {
    if (attributes.isEmpty()) {
      return NONE;
    }
    NavigableMap<String, byte[]> copy = new TreeMap<>();
    long bytes = 0;
    for (Map.Entry<String, byte[]> attribute : attributes.entrySet()) {
      bytes += checkedLength(attribute.getKey(), attribute.getValue());
      copy.put(attribute.getKey(), attribute.getValue().clone());
    }
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "the attributes of one entry are " + bytes + " bytes long, more than " + MAX_BYTES);
    }
    return new ExtendedAttributes(copy, false);
  }

  private static long checkedLength(String name, byte[] value) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length == 0 || length > MAX_NAME_BYTES || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not the name of an attribute: '" + name + "'");
    }
    if (value.length > MAX_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "the value of attribute '"
              + name
              + "' is "
              + value.length
              + " bytes long, more than "
              + MAX_VALUE_BYTES);
    }
    return (long) length + value.length;
  }

  /** Returns these, of an entry that has others, or may have, which could not be read. */
  public ExtendedAttributes asPartial() {
    return partial ? this : new ExtendedAttributes(values, true);
  }

  /**
   * Returns whether the entry has others, or may have, which could not be read: a restore that
   * changes the entry where it is leaves what it has under other names.
   */
  public boolean isPartial() {
    return partial;
  }

  /** Returns whether there are none. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** Returns the names in order. */
  public SortedSet<String> names() {
    return Collections.unmodifiableSortedSet(values.navigableKeySet());
  }

  /**
   * Returns a copy of an attribute's value.
   *
   * @throws IllegalArgumentException if there is no such attribute; {@link #names} says which are
   */
  public byte[] value(String name) {
    byte[] value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("there is no attribute '" + name + "', only " + names());
    }
    return value.clone();
  }

  /** Returns whether others have all of these, with the same values. */
  public boolean areIn(ExtendedAttributes others) {
    return values.entrySet().stream()
        .allMatch(entry -> Arrays.equals(entry.getValue(), others.values.get(entry.getKey())));
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true; // most entries have none, and are compared in every backup
    }
    return other instanceof ExtendedAttributes that
        && partial == that.partial
        && values.size() == that.values.size()
        && areIn(that);
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (Map.Entry<String, byte[]> entry : values.entrySet()) {
      hash = 31 * hash + entry.getKey().hashCode() + 7 * Arrays.hashCode(entry.getValue());
    }
    return hash;
  }

  /** Returns the names. */
  @Override
  public String toString() {
    return names().toString();
  }
}
