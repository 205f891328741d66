package io.byssus.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What holds for every module. A module's {@code ArchitectureTest} extends it with its root package
 * and the packages that it may use, and adds what holds for that module alone.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // the classes are read once
public abstract class ModuleRules {
  private static final List<String> USED_BY_ALL = List.of("java..", "org.jspecify.annotations..");

  private final String root;
  private final List<String> used;
  private final JavaClasses classes;

  /**
   * Reads a module's classes.
   *
   * @param root its root package
   * @param used the packages that it may use beside its own and the JDK's {@code java..}, such as
   *     {@code io.byssus.api..}
   */
  protected ModuleRules(String root, String... used) {
    this.root = root;
    this.used = List.of(used);
    this.classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(root);
  }

  /** Returns the classes of the module, without its tests. */
  protected final JavaClasses module() {
    return classes;
  }

  /** Nothing else would be noticed if the classes were not found. */
  @Test
  public void theModuleHasClasses() {
    assertThat(classes).isNotEmpty();
  }

  /** The floor plan. */
  @Test
  public void onlyTheFloorsBelowAreUsed() {
    String[] allowed =
        Stream.of(USED_BY_ALL, used, List.of(root + ".."))
            .flatMap(List::stream)
            .toArray(String[]::new);
    noClasses().should().dependOnClassesThat().resideOutsideOfPackages(allowed).check(classes);
  }

  /** A module may have no packages below its root. */
  @Test
  public void noPackagesFormCycles() {
    slices()
        .matching(root + ".(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(classes);
  }

  /** Output belongs to the application. */
  @Test
  public void nothingPrintsOrLogsPastTheFacadeOfTheApplication() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(classes);
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(classes);
  }
}
