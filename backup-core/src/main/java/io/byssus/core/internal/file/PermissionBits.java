package io.byssus.core.internal.file;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The nine ordinary permissions as the bits of a mode, for file systems without the unix view. */
public final class PermissionBits {
  private static final Map<PosixFilePermission, Integer> BITS =
      new EnumMap<>(
          Map.of(
              PosixFilePermission.OWNER_READ, 0400,
              PosixFilePermission.OWNER_WRITE, 0200,
              PosixFilePermission.OWNER_EXECUTE, 0100,
              PosixFilePermission.GROUP_READ, 0040,
              PosixFilePermission.GROUP_WRITE, 0020,
              PosixFilePermission.GROUP_EXECUTE, 0010,
              PosixFilePermission.OTHERS_READ, 0004,
              PosixFilePermission.OTHERS_WRITE, 0002,
              PosixFilePermission.OTHERS_EXECUTE, 0001));

  private PermissionBits() {}

  /** Returns the bits of permissions. */
  public static int of(Set<PosixFilePermission> permissions) {
    int bits = 0;
    for (Map.Entry<PosixFilePermission, Integer> entry : BITS.entrySet()) {
      if (permissions.contains(entry.getKey())) {
        bits |= entry.getValue();
      }
    }
    return bits;
  }

  /** Returns the permissions of bits; others than the nine are dropped. */
  public static Set<PosixFilePermission> permissions(int bits) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (Map.Entry<PosixFilePermission, Integer> entry : BITS.entrySet()) {
      if ((bits & entry.getValue()) != 0) {
        permissions.add(entry.getKey());
      }
    }
    return permissions;
  }
}
