package io.byssus.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.byssus.rules.ModuleRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest extends ModuleRules {
  ArchitectureTest() {
    super(
        "io.byssus.cli",
        "picocli..",
        "com.fasterxml.jackson.core..",
        "org.apache.commons.compress..",
        "io.byssus.api..",
        "io.byssus.core..");
  }

  @Test
  void onlyTheProcessEndsTheProcess() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.byssus.cli.Byssus")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(module());
  }

  @Test
  void theEngineIsReachedThroughTheFacadeOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.byssus.core.internal..")
        .check(module());
  }
}
