package io.byssus.core.internal.filesystem;

import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.ExtendedAttributes;
import java.util.List;

/**
 * The extended attributes that belong to users, under their names without {@code user.}, as the JDK
 * has them. Those of the system, such as access control lists, are no part of it. Immutable.
 */
final class UserAttributes {
  private static final String NAMESPACE = "user.";

  private final ExtendedAttributes attributes;

  private UserAttributes(ExtendedAttributes attributes) {
    this.attributes = attributes;
  }

  static UserAttributes of(EntryMetadata metadata) {
    return new UserAttributes(metadata.attributes());
  }

  List<String> names() {
    return attributes.names().stream()
        .filter(name -> name.startsWith(NAMESPACE))
        .map(name -> name.substring(NAMESPACE.length()))
        .toList();
  }

  boolean has(String name) {
    return attributes.names().contains(NAMESPACE + name);
  }

  byte[] value(String name) {
    return attributes.value(NAMESPACE + name);
  }
}
