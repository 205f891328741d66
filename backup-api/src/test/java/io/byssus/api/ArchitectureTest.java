package io.byssus.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import io.byssus.rules.LibraryRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest extends LibraryRules {
  ArchitectureTest() {
    super("io.byssus.api");
  }

  @Test
  void everyExceptionHasTheOneRoot() {
    classes()
        .that()
        .areAssignableTo(Throwable.class)
        .should()
        .beAssignableTo(ByssusException.class)
        .check(module());
  }
}
