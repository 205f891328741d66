package io.byssus.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every module that applications compile against. */
public abstract class LibraryRules extends ModuleRules {
  /**
   * Reads a module's classes.
   *
   * @param root its root package
   * @param used the packages that it may use beside its own and the JDK's {@code java..}
   */
  protected LibraryRules(String root, String... used) {
    super(root, used);
  }

  /** Returns the public and protected members of public types that users may name. */
  protected final List<JavaMember> exposedMembers() {
    return module().stream()
        .filter(LibraryRules::exposed)
        .flatMap(type -> type.getMembers().stream())
        .filter(member -> exposed(member.getModifiers()))
        .toList();
  }

  private static boolean exposed(JavaClass type) {
    return !internal(type)
        && exposed(type.getModifiers())
        && type.getEnclosingClass().map(LibraryRules::exposed).orElse(true);
  }

  private static boolean exposed(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static boolean internal(JavaClass type) {
    return resideInAPackage("io.byssus..internal..").test(type);
  }

  /** Whoever changes a library or a class of ours must not break applications. */
  @Test
  public void whatUsersCallShowsNoInternalAndNoVendorsTypes() {
    assertThat(exposedMembers()).isNotEmpty();
    assertThat(exposedMembers())
        .allSatisfy(
            member ->
                assertThat(typesOf(member))
                    .as(member.getFullName())
                    .allMatch(type -> !internal(type))
                    .allMatch(type -> resideInAnyPackage("java..", "io.byssus..").test(type)));
  }

  private static List<JavaClass> typesOf(JavaMember member) {
    Stream<JavaClass> types =
        member instanceof JavaCodeUnit unit
            ? unit.getAllInvolvedRawTypes().stream()
            : ((JavaField) member).getAllInvolvedRawTypes().stream();
    return types.map(JavaClass::getBaseComponentType).filter(type -> !type.isPrimitive()).toList();
  }

  /** What users may name is theirs in all its parts. */
  @Test
  public void whatUsersCallExtendsNothingInternal() {
    classes()
        .that(describe("users may name", LibraryRules::exposed))
        .should()
        .notBeAssignableTo(describe("internal", LibraryRules::internal))
        .check(module());
  }

  /** The house's style of calls. */
  @Test
  public void whatUsersCallTakesNoBooleansAndIsNoGetter() {
    List<String> offenders =
        exposedMembers().stream()
            .filter(JavaCodeUnit.class::isInstance)
            .map(JavaCodeUnit.class::cast)
            .filter(LibraryRules::isGetterOrTakesBoolean)
            .map(JavaMember::getFullName)
            .toList();
    assertThat(offenders).isEmpty();
  }

  private static boolean isGetterOrTakesBoolean(JavaCodeUnit method) {
    boolean writesOne = method.getName().equals("writeBoolean");
    return method.getName().matches("get[A-Z].*")
        || (!writesOne && method.getRawParameterTypes().stream().anyMatch(LibraryRules::isBoolean));
  }

  private static boolean isBoolean(JavaClass type) {
    return type.isEquivalentTo(boolean.class);
  }
}
