package io.byssus.store.fs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import io.byssus.rules.LibraryRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest extends LibraryRules {
  ArchitectureTest() {
    super("io.byssus.store.fs", "io.byssus.api..");
  }

  @Test
  void onlyTheStoreItsBuilderItsProviderAndItsExceptionArePublic() {
    classes()
        .that()
        .arePublic()
        .should()
        .haveSimpleName("FileSystemStore")
        .orShould()
        .beAssignableTo(FileSystemStore.Builder.class)
        .orShould()
        .haveSimpleName("FileSystemStoreProvider")
        .orShould()
        .haveSimpleName("HardLinksUnsupportedException")
        .check(module());
  }
}
