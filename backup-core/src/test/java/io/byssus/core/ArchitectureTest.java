package io.byssus.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The floors of this module: what may know what, and what nobody does. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.byssus.core");

  private static final String INTERNAL = "io.byssus.core.internal..";

  private static boolean internal(JavaClass type) {
    return type.getBaseComponentType().getPackageName().startsWith("io.byssus.core.internal");
  }

  private static boolean exposed(JavaMember member) {
    Set<JavaModifier> modifiers = member.getModifiers();
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static boolean exposed(JavaClass type) {
    boolean here = type.getModifiers().contains(JavaModifier.PUBLIC);
    return here && type.getEnclosingClass().map(ArchitectureTest::exposed).orElse(true);
  }

  /** Returns the public and protected members of public types that users may name. */
  private static List<JavaMember> exposedMembers() {
    return CLASSES.stream()
        .filter(type -> !internal(type) && exposed(type))
        .flatMap(type -> type.getMembers().stream())
        .filter(ArchitectureTest::exposed)
        .toList();
  }

  private static Stream<JavaClass> typesOf(JavaMember member) {
    return member instanceof JavaCodeUnit unit
        ? unit.getAllInvolvedRawTypes().stream()
        : member instanceof JavaField field ? field.getAllInvolvedRawTypes().stream() : Stream.of();
  }

  @Test
  void everyClassOfTheModuleIsLookedAt() {
    assertThat(CLASSES.contain(BackupRepository.class)).isTrue();
    assertThat(CLASSES.size()).isGreaterThan(100);
    assertThat(exposedMembers()).hasSizeGreaterThan(50);
  }

  @Test
  void internalPackagesFormNoCycles() {
    slices().matching("io.byssus.core.internal.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void noPackagesFormCycles() {
    slices().matching("io.byssus.core.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyTheEngineKnowsThePipeline() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.byssus.core.internal.engine..", "io.byssus.core.internal.pipeline..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.byssus.core.internal.pipeline..")
        .check(CLASSES);
  }

  @Test
  void onlyTheFacadeKnowsTheEngine() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.byssus.core", "io.byssus.core.internal.engine..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.byssus.core.internal.engine..")
        .check(CLASSES);
  }

  @Test
  void theLeavesKnowOneAnotherOnlyWhereTheDesignSaysSo() {
    for (String leaf :
        List.of("chunk", "index", "tree", "store", "document", "execution", "file", "posix")) {
      noClasses()
          .that()
          .resideInAPackage("io.byssus.core.internal." + leaf + "..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.byssus.core..")
                  .and(
                      describe("not its own", type -> !type.getPackageName().endsWith("." + leaf))))
          .check(CLASSES);
    }
    noClasses()
        .that()
        .resideInAPackage("io.byssus.core.internal.log..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.byssus.core.internal.engine..",
            "io.byssus.core.internal.pipeline..",
            "io.byssus.core.internal.pack..",
            "io.byssus.core.internal.index..",
            "io.byssus.core.internal.tree..")
        .check(CLASSES);
  }

  @Test
  void whatUsersCallShowsNoInternalAndNoVendorsTypes() {
    List<String> leaks = new ArrayList<>();
    for (JavaMember member : exposedMembers()) {
      typesOf(member)
          .map(JavaClass::getBaseComponentType)
          .filter(type -> !type.isPrimitive())
          .filter(
              type ->
                  internal(type)
                      || !resideInAnyPackage("java..", "io.byssus.api..", "io.byssus.core..")
                          .test(type))
          .forEach(type -> leaks.add(member.getFullName() + ": " + type.getName()));
    }
    assertThat(leaks).isEmpty();
  }

  @Test
  void whatUsersCallExtendsNothingInternal() {
    classes()
        .that(describe("users may name", type -> !internal(type) && exposed(type)))
        .should()
        .notBeAssignableTo(resideInAPackage(INTERNAL))
        .check(CLASSES);
  }

  @Test
  void onlyTheFloorsBelowAreUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "java..",
            "com.sun.jna..",
            "org.slf4j..",
            "org.jspecify..",
            "io.byssus.api..",
            "io.byssus.crypto..",
            "io.byssus.compression..",
            "io.byssus.core..")
        .check(CLASSES);
  }

  @Test
  void systemCallsAreMadeInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.byssus.core.internal.posix..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.sun.jna..")
        .check(CLASSES);
  }

  @Test
  void nothingPrintsOrLogsPastTheFacadeOfTheApplication() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CLASSES);
  }

  @Test
  void nothingSleepsOrTakesTheApplicationsJvmForItsOwn() {
    noClasses().should().callMethodWhere(calls(Thread.class, "sleep")).check(CLASSES);
    noClasses().should().callMethodWhere(calls(System.class, "exit")).check(CLASSES);
    noClasses().should().callMethodWhere(calls(Runtime.class, "halt")).check(CLASSES);
    noClasses().should().callMethodWhere(calls(Runtime.class, "addShutdownHook")).check(CLASSES);
    noClasses().should().callMethodWhere(calls(Thread.class, "stop")).check(CLASSES);
  }

  private static DescribedPredicate<JavaCall<?>> calls(Class<?> owner, String method) {
    return target(
        describe(
            owner.getSimpleName() + "." + method,
            called -> called.getOwner().isEquivalentTo(owner) && called.getName().equals(method)));
  }

  @Test
  void nothingIsDeprecated() {
    noClasses().should().beAnnotatedWith(Deprecated.class).check(CLASSES);
    List<String> deprecated =
        CLASSES.stream()
            .flatMap(type -> type.getMembers().stream())
            .filter(member -> member.isAnnotatedWith(Deprecated.class))
            .map(JavaMember::getFullName)
            .toList();
    assertThat(deprecated).isEmpty();
  }
}
