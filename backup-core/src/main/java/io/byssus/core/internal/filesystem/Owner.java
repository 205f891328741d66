package io.byssus.core.internal.filesystem;

import io.byssus.api.source.EntryMetadata;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;

/**
 * Owners as principals: by name, or by number where no name is known. They are those of the machine
 * that was backed up, whatever this one has.
 */
final class Owner {
  private Owner() {}

  static UserPrincipal user(EntryMetadata metadata) {
    return new User(nameOr(metadata.ownerName(), metadata.uid()));
  }

  static GroupPrincipal group(EntryMetadata metadata) {
    return new Group(nameOr(metadata.groupName(), metadata.gid()));
  }

  private static String nameOr(String name, long number) {
    return name.isEmpty() ? Long.toString(number) : name;
  }

  private record User(String name) implements UserPrincipal {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private record Group(String name) implements GroupPrincipal {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
