package io.byssus.core.target;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who has which name on this machine; each is looked up once. Thread-safe. */
final class Principals {
  private final FileSystem fileSystem;
  private final Map<String, Optional<UserPrincipal>> users = new ConcurrentHashMap<>();
  private final Map<String, Optional<GroupPrincipal>> groups = new ConcurrentHashMap<>();

  Principals(FileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  Optional<UserPrincipal> user(String name) {
    return users.computeIfAbsent(name, this::findUser);
  }

  Optional<GroupPrincipal> group(String name) {
    return groups.computeIfAbsent(name, this::findGroup);
  }

  private Optional<UserPrincipal> findUser(String name) {
    try {
      return Optional.of(fileSystem.getUserPrincipalLookupService().lookupPrincipalByName(name));
    } catch (UserPrincipalNotFoundException e) {
      return Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty(); // The directory of users does not answer: the number has to do.
    }
  }

  private Optional<GroupPrincipal> findGroup(String name) {
    try {
      return Optional.of(
          fileSystem.getUserPrincipalLookupService().lookupPrincipalByGroupName(name));
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }
}
