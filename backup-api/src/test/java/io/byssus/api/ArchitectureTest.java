package io.byssus.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ApiArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.byssus.api");

  @Test
  void onlyTheJdkAndTheAnnotationsForNullAreUsed() {
    assertThat(CLASSES.size()).isGreaterThan(40);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("java..", "org.jspecify.annotations", "io.byssus.api..")
        .check(CLASSES);
  }

  @Test
  void subpackagesFormNoCycles() {
    slices().matching("io.byssus.api.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void everyExceptionHasTheOneRoot() {
    classes()
        .that()
        .areAssignableTo(Throwable.class)
        .should()
        .beAssignableTo(ByssusException.class)
        .check(CLASSES);
  }

  @Test
  void publicMethodsTakeNoBooleansAndAreNotGetters() {
    noMethods()
        .that()
        .arePublic()
        .and()
        .doNotHaveName("equals")
        .should()
        .haveNameMatching("get[A-Z].*")
        .check(CLASSES);
    methods().that().arePublic().should().notHaveRawParameterTypes(boolean.class).check(CLASSES);
  }

  @Test
  void nothingPrintsOrLogs() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CLASSES);
  }
}
