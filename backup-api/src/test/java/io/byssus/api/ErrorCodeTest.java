package io.byssus.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorCodeTest {
  /** Codes of what has a report: their exceptions are beside the reports, in the engine. */
  private static final Set<ErrorCode> OF_REPORTS =
      EnumSet.of(ErrorCode.INCOMPLETE_BACKUP, ErrorCode.INCOMPLETE_RESTORE);

  static List<Class<?>> exceptions() {
    List<Class<?>> found = new ArrayList<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.byssus.api")) {
      if (type.isAssignableTo(Throwable.class) && !type.isEquivalentTo(ByssusException.class)) {
        found.add(type.reflect());
      }
    }
    return found;
  }

  private static ByssusException make(Class<?> type, String message) throws Exception {
    Constructor<?> constructor = type.getConstructor(String.class);
    return (ByssusException) constructor.newInstance(message);
  }

  @ParameterizedTest
  @EnumSource
  void everyCodeHasAdviceThatIsASentence(ErrorCode code) {
    assertThat(code.advice()).matches("[A-Z].{10,}\\.").doesNotContain("  ");
  }

  @ParameterizedTest
  @MethodSource("exceptions")
  void everyExceptionHasItsCodeAndTellsWhatTheCodeTells(Class<?> type) throws Exception {
    Throwable cause = new IllegalStateException("cause");
    ByssusException plain = make(type, "what failed");
    ByssusException caused =
        (ByssusException)
            type.getConstructor(String.class, Throwable.class).newInstance("what failed", cause);
    for (ByssusException exception : List.of(plain, caused)) {
      assertThat(exception).hasMessage("what failed");
      assertThat(exception.advice()).isEqualTo(exception.code().advice());
      assertThat(exception.retryable()).isEqualTo(exception.code().retryable());
    }
    assertThat(plain).hasNoCause();
    assertThat(caused).hasCause(cause);
    assertThat(caused.code()).isEqualTo(plain.code());
  }

  @Test
  void everyCodeHasOneException() throws Exception {
    List<ErrorCode> codes = new ArrayList<>();
    for (Class<?> type : exceptions()) {
      codes.add(make(type, "what failed").code());
    }
    assertThat(codes)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.copyOf(OF_REPORTS)));
  }

  @Test
  void anExceptionIsNamedLikeItsCode() throws Exception {
    for (Class<?> type : exceptions()) {
      String words = make(type, "what failed").code().name().replace("_", "");
      String name = type.getSimpleName().replace("Exception", "");
      assertThat(name).containsIgnoringCase(words.equals("CANCELLED") ? "Cancelled" : words);
    }
  }

  @Test
  void retryingIsForWhatPasses() {
    assertThat(EnumSet.allOf(ErrorCode.class).stream().filter(ErrorCode::retryable))
        .contains(ErrorCode.STORE_UNAVAILABLE, ErrorCode.OUTCOME_UNKNOWN, ErrorCode.CANCELLED)
        .doesNotContain(
            ErrorCode.WRONG_KEY, ErrorCode.DAMAGED_REPOSITORY, ErrorCode.STORE_ACCESS_DENIED);
  }
}
