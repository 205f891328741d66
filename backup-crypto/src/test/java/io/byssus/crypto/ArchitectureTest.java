package io.byssus.crypto;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.byssus.crypto");

  @Test
  void exportedSignaturesHoldNoTypesOfBouncyCastleOrTheJdksCiphers() {
    List<String> leaks = new ArrayList<>();
    int seen = 0;
    for (JavaClass type : CLASSES.that(not(resideInAnyPackage("io.byssus.api..")))) {
      if (!type.getModifiers().contains(JavaModifier.PUBLIC)) {
        continue;
      }
      for (JavaCodeUnit unit : type.getCodeUnits()) {
        if (unit.getModifiers().contains(JavaModifier.PUBLIC)
            || unit.getModifiers().contains(JavaModifier.PROTECTED)) {
          seen++;
          unit.getAllInvolvedRawTypes().stream()
              .map(JavaClass::getName)
              .filter(n -> n.startsWith("org.bouncycastle") || n.startsWith("javax.crypto"))
              .forEach(n -> leaks.add(unit.getFullName() + ": " + n));
        }
      }
    }
    assertThat(seen).isPositive();
    assertThat(leaks).isEmpty();
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("io.byssus.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void nothingPrints() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
  }
}
