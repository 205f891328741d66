package io.byssus.store.fs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.byssus.store.fs");

  @Test
  void theModuleStandsOnTheApiAndTheJdkAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "io.byssus.api..", "io.byssus.store.fs..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void nothingPrints() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }

  @Test
  void onlyTheStoreItsProviderAndItsExceptionArePublic() {
    classes()
        .that()
        .arePublic()
        .should()
        .haveSimpleName("FileSystemStore")
        .orShould()
        .haveSimpleName("FileSystemStoreProvider")
        .orShould()
        .haveSimpleName("HardLinksUnsupportedException")
        .check(CLASSES);
  }
}
