package io.byssus.core;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaMember;
import io.byssus.rules.LibraryRules;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The floors of this module: what may know what, and what nobody does. */
class ArchitectureTest extends LibraryRules {
  ArchitectureTest() {
    super(
        "io.byssus.core",
        "com.sun.jna..",
        "org.slf4j..",
        "io.byssus.api..",
        "io.byssus.crypto..",
        "io.byssus.compression..");
  }

  @Test
  void everyClassOfTheModuleIsLookedAt() {
    assertThat(module().contain(BackupRepository.class)).isTrue();
    assertThat(module().size()).isGreaterThan(100);
    assertThat(exposedMembers()).hasSizeGreaterThan(50);
  }

  @Test
  void internalPackagesFormNoCycles() {
    slices().matching("io.byssus.core.internal.(*)..").should().beFreeOfCycles().check(module());
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
        .check(module());
  }

  @Test
  void systemCallsAreMadeInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.byssus.core.internal.posix..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.sun.jna..")
        .check(module());
  }

  @Test
  void onlyTheFacadeKnowsTheEngine() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.byssus.core", "io.byssus.core.internal.engine..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.byssus.core.internal.engine..")
        .check(module());
  }

  @Test
  void theLeavesKnowOneAnotherOnlyWhereTheDesignSaysSo() {
    for (String leaf :
        List.of(
            "chunk",
            "index",
            "tree",
            "store",
            "document",
            "execution",
            "file",
            "parity",
            "posix")) {
      noClasses()
          .that()
          .resideInAPackage("io.byssus.core.internal." + leaf + "..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.byssus.core..")
                  .and(
                      describe("not its own", type -> !type.getPackageName().endsWith("." + leaf))))
          .check(module());
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
            "io.byssus.core.internal.tree..")
        .check(module());
  }

  @Test
  void nothingSleepsOrTakesTheApplicationsJvmForItsOwn() {
    noClasses().should().callMethodWhere(calls(Thread.class, "sleep")).check(module());
    noClasses().should().callMethodWhere(calls(System.class, "exit")).check(module());
    noClasses().should().callMethodWhere(calls(Runtime.class, "halt")).check(module());
    noClasses().should().callMethodWhere(calls(Runtime.class, "addShutdownHook")).check(module());
    noClasses().should().callMethodWhere(calls(Thread.class, "stop")).check(module());
  }

  private static DescribedPredicate<JavaCall<?>> calls(Class<?> owner, String method) {
    return target(
        describe(
            owner.getSimpleName() + "." + method,
            called -> called.getOwner().isEquivalentTo(owner) && called.getName().equals(method)));
  }

  @Test
  void nothingIsDeprecated() {
    noClasses().should().beAnnotatedWith(Deprecated.class).check(module());
    List<String> deprecated =
        module().stream()
            .flatMap(type -> type.getMembers().stream())
            .filter(member -> member.isAnnotatedWith(Deprecated.class))
            .map(JavaMember::getFullName)
            .toList();
    assertThat(deprecated).isEmpty();
  }
}
