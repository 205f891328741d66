package io.byssus.testkit;

import io.byssus.rules.ModuleRules;

class ArchitectureTest extends ModuleRules {
  ArchitectureTest() {
    super("io.byssus.testkit", "org.junit.jupiter..", "org.assertj..", "io.byssus.api..");
  }
}
