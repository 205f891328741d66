package io.byssus.core.internal.metadata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names of users and groups by their numbers. Looking one up may ask a directory service, so it
 * happens once for each number. Thread-safe.
 */
final class OwnerNames {
  private static final String FIELDS = "unix:uid,gid,owner,group";
  private static final long UNSIGNED_INT = 0xffff_ffffL;

  private final Map<Long, String> users = new ConcurrentHashMap<>();
  private final Map<Long, String> groups = new ConcurrentHashMap<>();

  /** Finds out the names of the numbers of an entry, if they are not known yet. */
  void learn(long uid, long gid, Path path, LinkOption... options) throws IOException {
    if (users.containsKey(uid) && groups.containsKey(gid)) {
      return;
    }
    // Numbers and names of one call: the entry may be another one by now.
    Map<String, Object> found = Files.readAttributes(path, FIELDS, options);
    if (found.get("uid") instanceof Integer user && found.get("owner") instanceof UserPrincipal p) {
      put(users, user & UNSIGNED_INT, p.getName());
    }
    if (found.get("gid") instanceof Integer group
        && found.get("group") instanceof GroupPrincipal p) {
      put(groups, group & UNSIGNED_INT, p.getName());
    }
  }

  /** The JDK gives the number for a name where there is none. */
  private static void put(Map<Long, String> names, long number, String name) {
    names.put(number, name.equals(Long.toString(number)) ? "" : name);
  }

  /** Returns a user's name, or an empty text. */
  String user(long uid) {
    return users.getOrDefault(uid, "");
  }

  /** Returns a group's name, or an empty text. */
  String group(long gid) {
    return groups.getOrDefault(gid, "");
  }
}
