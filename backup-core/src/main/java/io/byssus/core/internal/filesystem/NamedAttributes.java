package io.byssus.core.internal.filesystem;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Attributes by their names, as {@code Files.readAttributes(path, "posix:owner,group")} wants. */
final class NamedAttributes {
  static final Set<String> VIEWS = Set.of("basic", "owner", "posix", "unix", "user");

  private static final Map<String, Function<SnapshotAttributes, Object>> OWNER =
      Map.of("owner", SnapshotAttributes::owner);
  private static final Map<String, Function<SnapshotAttributes, Object>> BASIC =
      Map.of(
          "lastModifiedTime", SnapshotAttributes::lastModifiedTime,
          "lastAccessTime", SnapshotAttributes::lastAccessTime,
          "creationTime", SnapshotAttributes::creationTime,
          "size", SnapshotAttributes::size,
          "isRegularFile", SnapshotAttributes::isRegularFile,
          "isDirectory", SnapshotAttributes::isDirectory,
          "isSymbolicLink", SnapshotAttributes::isSymbolicLink,
          "isOther", SnapshotAttributes::isOther,
          "fileKey", SnapshotAttributes::fileKey);
  private static final Map<String, Function<SnapshotAttributes, Object>> POSIX =
      joined(
          joined(BASIC, OWNER),
          Map.of(
              "group", SnapshotAttributes::group, "permissions", SnapshotAttributes::permissions));
  private static final Map<String, Function<SnapshotAttributes, Object>> UNIX =
      joined(
          POSIX,
          Map.of(
              "mode", SnapshotAttributes::mode,
              "uid", attributes -> (int) attributes.metadata().uid(),
              "gid", attributes -> (int) attributes.metadata().gid(),
              "ino", attributes -> attributes.metadata().inode(),
              "nlink", attributes -> (int) attributes.metadata().links(),
              "rdev", SnapshotAttributes::device,
              "ctime", SnapshotAttributes::changeTime));

  private NamedAttributes() {}

  private static Map<String, Function<SnapshotAttributes, Object>> joined(
      Map<String, Function<SnapshotAttributes, Object>> some,
      Map<String, Function<SnapshotAttributes, Object>> more) {
    Map<String, Function<SnapshotAttributes, Object>> all = new LinkedHashMap<>(some);
    all.putAll(more);
    return all;
  }

  /** Returns the view that a list of attributes is of: what stands before a colon. */
  static String view(String attributes) {
    int colon = attributes.indexOf(':');
    return colon < 0 ? "basic" : attributes.substring(0, colon);
  }

  /**
   * Reads attributes.
   *
   * @param wanted a view and a colon, or nothing for {@code basic:}; then names with commas
   *     between, or a star for all
   * @throws UnsupportedOperationException if there is no such view
   * @throws IllegalArgumentException if the view has no such attribute
   */
  static Map<String, Object> read(SnapshotAttributes attributes, String wanted) {
    String view = view(wanted);
    Map<String, Function<SnapshotAttributes, Object>> known = known(view, attributes);
    Map<String, Object> values = new LinkedHashMap<>();
    for (String name : wanted.substring(wanted.indexOf(':') + 1).split(",", -1)) {
      Function<SnapshotAttributes, Object> one = known.get(name);
      if (name.equals("*")) {
        known.forEach((each, value) -> values.put(each, value.apply(attributes)));
      } else if (one == null) {
        throw new IllegalArgumentException("the view '" + view + "' has no '" + name + "'");
      } else {
        values.put(name, one.apply(attributes));
      }
    }
    return values;
  }

  private static Map<String, Function<SnapshotAttributes, Object>> user(UserAttributes values) {
    return values.names().stream()
        .collect(Collectors.toMap(name -> name, name -> attributes -> values.value(name)));
  }

  private static Map<String, Function<SnapshotAttributes, Object>> known(
      String view, SnapshotAttributes attributes) {
    return switch (view) {
      case "basic" -> BASIC;
      case "owner" -> OWNER;
      case "posix" -> POSIX;
      case "unix" -> UNIX;
      case "user" -> user(UserAttributes.of(attributes.metadata()));
      default -> throw new UnsupportedOperationException("there is no view '" + view + "'");
    };
  }
}
