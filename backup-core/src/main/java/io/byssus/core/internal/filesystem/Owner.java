package io.byssus.core.internal.filesystem;

import io.byssus.api.source.EntryMetadata;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;

/**
 * Owners as principals. They are those of the machine that was backed up, whatever this one has.
 */
final class Owner {
  private Owner() {}

  static UserPrincipal user(EntryMetadata metadata) {
    return new User(Long.toString(metadata.uid()));
  }

  static GroupPrincipal group(EntryMetadata metadata) {
    return new Group(Long.toString(metadata.gid()));
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
