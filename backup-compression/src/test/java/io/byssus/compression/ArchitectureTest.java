package io.byssus.compression;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModuleRulesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.byssus.compression");

  @Test
  void signaturesShowNoVendorTypes() {
    methods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .should()
        .haveRawReturnType(ours())
        .andShould()
        .haveRawParameterTypes(all(ours()))
        .check(CLASSES);
  }

  @Test
  void nothingIsPrinted() {
    GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
  }

  @Test
  void onlyTheApiAndTheLibrariesOfTheCodecsAreUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "java..",
            "org.jspecify..",
            "io.byssus.api..",
            "io.byssus.compression",
            "com.github.luben.zstd",
            "net.jpountz.lz4")
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> ours() {
    return resideInAnyPackage("java..", "io.byssus..")
        .or(DescribedPredicate.describe("primitive or array of it", ModuleRulesTest::isPrimitive));
  }

  private static boolean isPrimitive(JavaClass type) {
    return type.isPrimitive() || (type.isArray() && type.getBaseComponentType().isPrimitive());
  }

  private static DescribedPredicate<List<JavaClass>> all(DescribedPredicate<JavaClass> predicate) {
    return DescribedPredicate.describe(
        "all " + predicate.getDescription(), types -> types.stream().allMatch(predicate));
  }
}
