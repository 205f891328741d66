package io.byssus.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.byssus.consumer.Application.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application in a JVM of its own, on the class path and on the module path. */
class ConsumerIT {
  /** The JDK that began to warn when native code is loaded without leave. */
  private static final int WARNS_OF_NATIVE_ACCESS = 24;

  /** The modules that load native code. */
  private static final String NATIVE_MODULES = "com.github.luben.zstd_jni,org.lz4.java,com.sun.jna";

  private Path directory = Path.of("");

  @BeforeEach
  void choose(@TempDir Path temporary) {
    directory = temporary;
  }

  @Test
  void runsOnTheClassPath() throws Exception {
    assertRuns(nativeAccess("ALL-UNNAMED"), onClassPath());
  }

  @Test
  void runsOnTheModulePath() throws Exception {
    assertRuns(nativeAccess(NATIVE_MODULES), onModulePath());
  }

  @Test
  void runsInAJarOfSpringBoot() throws Exception {
    assertRuns(nativeAccess("ALL-UNNAMED"), List.of("-jar", Application.bootJar().toString()));
  }

  @Test
  void runsInAHeapOf64MebibytesOnTheClassPath() throws Exception {
    assertRuns(with("-Xmx64m", nativeAccess("ALL-UNNAMED")), onClassPath());
  }

  @Test
  void runsInAHeapOf64MebibytesOnTheModulePath() throws Exception {
    assertRuns(with("-Xmx64m", nativeAccess(NATIVE_MODULES)), onModulePath());
  }

  @Test
  void aTemporaryDirectoryThatCannotHoldNativeCodeIsNamed() throws Exception {
    Path missing = directory.resolve("missing");
    Source source = Source.in(directory);

    Run run = run(with("-Djava.io.tmpdir=" + missing, List.of()), onClassPath(), source);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors())
        .contains("NoProviderException: The native library of zstd cannot be loaded")
        .contains(missing.toString());
  }

  @Test
  void aTemporaryDirectoryInWhichNothingCanBeMadeIsNamed() throws Exception {
    Path readOnly = Path.of("/proc"); // where not even root makes a file
    assumeTrue(Files.isDirectory(readOnly), "there is no /proc on this system");
    Source source = Source.in(directory);

    Run run = run(with("-Djava.io.tmpdir=" + readOnly, List.of()), onClassPath(), source);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors())
        .contains("NoProviderException: The native library of zstd cannot be loaded")
        .contains(readOnly + " allows no executable files");
  }

  @Test
  void aTemporaryDirectoryThatForbidsToRunCodeIsNamed() throws Exception {
    Path forbidding = directory.resolve("noexec");
    Files.createDirectory(forbidding);
    assumeTrue(
        succeeds("mount", "-t", "tmpfs", "-o", "noexec", "none", forbidding.toString()),
        "only root may mount a file system that forbids to run code");
    try {
      Source source = Source.in(directory);

      Run run = run(with("-Djava.io.tmpdir=" + forbidding, List.of()), onClassPath(), source);

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.errors())
          .contains("NoProviderException: The native library of zstd cannot be loaded")
          .contains(forbidding.toString());
    } finally {
      assertThat(succeeds("umount", forbidding.toString())).isTrue();
    }
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  private void assertRuns(List<String> options, List<String> application) throws Exception {
    Source source = Source.in(directory);

    Run run = run(options, application, source);

    assertThat(run.errors()).isEmpty();
    assertThat(run.output()).isEmpty();
    assertThat(run.exitCode()).isZero();
    source.assertRestoredBelow(directory.resolve("restored"));
  }

  private Run run(List<String> options, List<String> application, Source source)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(application);
    arguments.add(source.directory().toString());
    arguments.add(directory.resolve("repository").toString());
    arguments.add(directory.resolve("restored").toString());
    return Application.run(directory, options, arguments);
  }

  private static List<String> onClassPath() throws IOException {
    return List.of("-cp", Application.path(), Application.MAIN_CLASS);
  }

  private static List<String> onModulePath() throws IOException {
    return List.of("-p", Application.path(), "-m", Application.MODULE);
  }

  private static List<String> nativeAccess(String modules) {
    return Runtime.version().feature() < WARNS_OF_NATIVE_ACCESS
        ? List.of()
        : List.of("--enable-native-access=" + modules);
  }

  private static List<String> with(String option, List<String> others) {
    List<String> all = new ArrayList<>(others);
    all.add(option);
    return all;
  }
}
