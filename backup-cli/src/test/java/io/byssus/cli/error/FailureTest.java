package io.byssus.cli.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.ByssusException;
import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureTest {
  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void ofEveryCodeHasAnAdviceAndAnExitCode(ErrorCode code) {
    Failure failure = Failure.of(new ByssusException(code, "what failed"));
    int expected =
        switch (code) {
          case REPOSITORY_NOT_FOUND, NOT_A_REPOSITORY -> 10;
          case WRONG_KEY -> 12;
          case INCOMPLETE_BACKUP -> 3;
          case CANCELLED -> 130;
          default -> 1;
        };
    assertThat(failure.exit().number()).isEqualTo(expected);
    assertThat(failure.code()).isEqualTo(code.name());
    assertThat(failure.message()).isEqualTo("what failed");
    assertThat(failure.advice()).endsWith(".").doesNotContain("()");
    assertThat(failure.retryable()).isEqualTo(code.retryable());
  }

  @Test
  void ofAnExceptionWithAWayOutOfItsOwnGivesThat() {
    Failure failure =
        Failure.of(new DamagedRepositoryException("config is missing", "Put it back.", null));
    assertThat(failure.advice()).isEqualTo("Put it back.");
  }

  @Test
  void ofMemoryThatRanOutSaysHowToGiveMore() {
    Failure failure = Failure.of(new OutOfMemoryError("Java heap space"));
    assertThat(failure.code()).isEqualTo("OUT_OF_MEMORY");
    assertThat(failure.message()).contains("Java heap space");
    assertThat(failure.advice()).contains("-Xmx");
    assertThat(failure.exit()).isEqualTo(ExitCode.ERROR);
  }

  @Test
  void ofWhatNobodyExpectedAsksForAReport() {
    Failure failure = Failure.of(new IllegalStateException("odd"));
    assertThat(failure.code()).isEqualTo("INTERNAL");
    assertThat(failure.message()).contains("odd");
    assertThat(failure.advice()).contains("-v");
  }

  @Test
  void ofARefusedArgumentIsTheUsersMistakeOnlyWhereTheCommandPassedIt() {
    IllegalArgumentException refusal = new IllegalArgumentException("a size is not negative: -1");

    Failure passed = Failure.of(CommandException.refused(refusal));
    assertThat(passed.code()).isEqualTo("INVALID_ARGUMENT");
    assertThat(passed.message()).isEqualTo("a size is not negative: -1");
    assertThat(passed.advice()).contains("byssus help");

    Failure deepInside = Failure.of(refusal);
    assertThat(deepInside.code()).isEqualTo("INTERNAL");
    assertThat(deepInside.message()).startsWith("internal error: ").contains("negative: -1");
    assertThat(deepInside.advice()).contains("-v").contains("report");
    assertThat(deepInside.exit()).isEqualTo(ExitCode.ERROR);
  }

  @Test
  void ofAFileNamesItAndSaysWhyInWords() {
    assertThat(Failure.of(new NoSuchFileException("/srv/shop")).message())
        .isEqualTo("/srv/shop: there is no such file or directory");
    assertThat(
            Failure.of(new UncheckedIOException(new AccessDeniedException("/srv/shop"))).message())
        .isEqualTo("/srv/shop: permission denied");
  }

  @Test
  void withoutAMessageNamesTheKind() {
    assertThat(Failure.of(new IOException()).message()).isEqualTo("IOException");
  }
}
