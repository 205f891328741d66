package io.byssus.core.target;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameRoundTripTest {
  private Path temporary;

  @BeforeEach
  void open(@TempDir Path temporary) {
    this.temporary = temporary;
  }

  @Test
  void keepsEveryByteOfNamesAndLinkTargets() throws IOException {
    assertThat(NameRoundTrip.run(temporary)).isEqualTo(NameRoundTrip.planted());
  }

  @Test
  void plantsNamesWithTheBytesThatOtherProgramsSee() throws Exception {
    NameRoundTrip.run(temporary);

    String listed = run(new ProcessBuilder("ls", "-1b", "--", temporary + "/source/dirs"));
    String target = run(new ProcessBuilder("readlink", temporary + "/source/links/l8"));

    assertThat(listed).contains("\\377\\376\n", "line\\nbreak\n", "-rf\n", "n".repeat(255) + "\n");
    assertThat(target).isEqualTo("/é/日本\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "C.UTF-8"})
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void keepsThemInAnyLocale(String locale) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-cp",
            classPath(),
            NameRoundTrip.class.getName(),
            temporary.toString());
    builder.environment().put("LC_ALL", locale);
    builder.environment().put("LANG", locale);

    String output = run(builder);

    assertThat(output)
        .contains("same " + NameRoundTrip.planted().size())
        .contains(locale.equals("C") ? "ANSI_X3.4-1968" : "UTF-8");
  }

  /** Surefire may hide the class path in a manifest; this is where the classes come from. */
  private static String classPath() {
    Class<?>[] needed = {
      NameRoundTrip.class,
      FileTarget.class,
      io.byssus.api.target.Target.class,
      com.sun.jna.Native.class,
      org.slf4j.Logger.class
    };
    return String.join(
        File.pathSeparator,
        Arrays.stream(needed)
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
            .map(location -> Path.of(java.net.URI.create(location.toString())).toString())
            .distinct()
            .toList());
  }

  private static String run(ProcessBuilder builder) throws Exception {
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
