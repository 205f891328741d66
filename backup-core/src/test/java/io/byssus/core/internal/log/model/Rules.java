package io.byssus.core.internal.log.model;

import java.util.EnumSet;
import java.util.Set;

/** Which rules hold. */
final class Rules {
  private final Set<Rule> removed;

  private Rules(Set<Rule> removed) {
    this.removed = removed;
  }

  static Rules all() {
    return new Rules(EnumSet.noneOf(Rule.class));
  }

  static Rules without(Rule rule) {
    return new Rules(EnumSet.of(rule));
  }

  boolean hold(Rule rule) {
    return !removed.contains(rule);
  }

  boolean lack(Rule rule) {
    return removed.contains(rule);
  }
}
