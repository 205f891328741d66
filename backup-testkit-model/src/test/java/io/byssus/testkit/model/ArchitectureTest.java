package io.byssus.testkit.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.byssus.rules.ModuleRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest extends ModuleRules {
  ArchitectureTest() {
    super(
        "io.byssus.testkit.model",
        "org.junit.jupiter..",
        "org.assertj..",
        "io.byssus.api..",
        "io.byssus.core..",
        "io.byssus.testkit..");
  }

  /** The tests run on the class path, where nobody else would notice. */
  @Test
  void onlyWhatUsersHaveIsUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.byssus.core.internal..")
        .check(module());
  }
}
