package io.byssus.core.target;

import io.byssus.api.source.EntryPath;
import io.byssus.api.source.ExtendedAttributes;
import io.byssus.api.target.TargetSession;
import io.byssus.core.internal.file.PathBytes;
import io.byssus.core.internal.posix.Posix;
import io.byssus.core.internal.posix.PosixException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the extended attributes of an entry what they are to be. Thread-safe. */
final class AttributeWriter {
  private final Disk disk;

  AttributeWriter(Disk disk) {
    this.disk = disk;
  }

  /**
   * Sets attributes of an entry that has none yet; what can't be set is told.
   *
   * @throws IOException if the entry can't be changed at all
   */
  void set(EntryPath path, Path place, ExtendedAttributes wanted, TargetSession.Omissions omissions)
      throws IOException {
    for (String name : wanted.names()) {
      if (!Posix.available()) {
        omissions.add(path, name, Posix.unavailableReason());
        continue;
      }
      try {
        disk.attribute(place, name, wanted.value(name));
      } catch (PosixException | AccessDeniedException e) {
        omissions.add(path, name, reason(e));
      }
    }
  }

  /** Sets and removes attributes, so that the entry has those that are wanted and no others. */
  void replace(
      EntryPath path, Path place, ExtendedAttributes wanted, TargetSession.Omissions omissions)
      throws IOException {
    for (String name : change(path, place, wanted, omissions)) {
      remove(path, place, name, omissions);
    }
  }

  /**
   * Gives an entry that was there the attributes that are wanted: in the place of its own, or
   * beside them where only some are known of what is wanted.
   */
  void update(
      EntryPath path, Path place, ExtendedAttributes wanted, TargetSession.Omissions omissions)
      throws IOException {
    if (wanted.isPartial()) {
      change(path, place, wanted, omissions);
    } else {
      replace(path, place, wanted, omissions);
    }
  }

  /** Sets those that differ. Returns the names of others that the entry has. */
  private List<String> change(
      EntryPath path, Path place, ExtendedAttributes wanted, TargetSession.Omissions omissions)
      throws IOException {
    List<String> others = new ArrayList<>();
    Map<String, byte[]> missing = new TreeMap<>();
    wanted.names().forEach(name -> missing.put(name, wanted.value(name)));
    ExtendedAttributes found = read(place);
    for (String name : found.names()) {
      byte[] value = missing.get(name);
      if (value == null) {
        others.add(name);
      } else if (Arrays.equals(value, found.value(name))) {
        missing.remove(name);
      }
    }
    set(path, place, ExtendedAttributes.of(missing), omissions);
    return others;
  }

  /** Returns whether updating would change nothing. */
  boolean isUpdated(Path place, ExtendedAttributes wanted) throws IOException {
    ExtendedAttributes found = read(place);
    return wanted.isPartial() ? wanted.areIn(found) : wanted.equals(found);
  }

  private void remove(EntryPath path, Path place, String name, TargetSession.Omissions omissions)
      throws IOException {
    try {
      disk.removeAttribute(place, name);
    } catch (PosixException | AccessDeniedException e) {
      omissions.add(path, name + ", which it had before and was to lose", reason(e));
    }
  }

  /** Returns the attributes that an entry has, of those that are restored. */
  ExtendedAttributes read(Path place) throws IOException {
    if (!Posix.available()) {
      return ExtendedAttributes.none();
    }
    Posix posix = Posix.find().orElseThrow();
    byte[] bytes = PathBytes.of(place);
    Map<String, byte[]> found = new TreeMap<>();
    try {
      for (byte[] name : posix.attributeNames(bytes)) {
        String text = new String(name, StandardCharsets.UTF_8);
        if (isRestored(text)) {
          found.put(text, posix.attribute(bytes, name));
        }
      }
    } catch (PosixException | AccessDeniedException e) {
      return ExtendedAttributes.none(); // This file system has none, or shows none to this user.
    }
    return ExtendedAttributes.of(found);
  }

  /** Labels of security modules belong to the machine's policy and are not taken away. */
  private static boolean isRestored(String name) {
    return name.startsWith("user.")
        || name.startsWith("trusted.")
        || name.startsWith("system.posix_acl_")
        || name.equals("security.capability");
  }

  static String reason(IOException failure) {
    if (failure instanceof FileSystemException e && e.getReason() != null) {
      return e.getReason();
    }
    return failure instanceof AccessDeniedException ? "Permission denied" : failure.toString();
  }
}
