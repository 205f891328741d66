package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.byssus.cli.process.ForegroundWork;
import io.byssus.cli.process.Surroundings;
import io.byssus.cli.terminal.Destination;
import io.byssus.cli.terminal.Output;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the command in this process, on a repository of its own. */
final class Cli {
  static final String PASSPHRASE = "correct horse battery staple";

  private final Map<String, byte[]> environment = new HashMap<>();
  private final Deque<String> typed = new ArrayDeque<>();
  private boolean terminal;
  private byte[] input = {};

  private Cli() {}

  /** Returns a command without a repository and a passphrase. */
  static Cli bare() {
    return new Cli();
  }

  /** Returns a command for a repository that is not made yet. */
  static Cli on(Path repository) {
    return bare()
        .with("BYSSUS_REPOSITORY", repository.toString())
        .with("BYSSUS_PASSWORD", PASSPHRASE);
  }

  /** Makes the repository. */
  Cli initialised() {
    assertThat(run("init", "--no-recovery-key").code()).isZero();
    return this;
  }

  Cli with(String variable, String value) {
    return with(variable, value.getBytes(StandardCharsets.UTF_8));
  }

  Cli with(String variable, byte[] value) {
    environment.put(variable, value);
    return this;
  }

  Cli without(String variable) {
    environment.remove(variable);
    return this;
  }

  /** Sits somebody at a terminal who types this. */
  Cli typing(String... answers) {
    terminal = true;
    typed.addAll(List.of(answers));
    return this;
  }

  /** Sends this to the standard input of the next commands. */
  Cli fed(byte[] bytes) {
    input = bytes.clone();
    return this;
  }

  Result run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    return run(out, Destination.PIPE, arguments).withOut(out.toString(StandardCharsets.UTF_8));
  }

  Result run(OutputStream out, Destination destination, String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        new Invocation(
                new Surroundings(
                    new ByteArrayInputStream(input),
                    new Output(out, destination),
                    new Output(err, Destination.PIPE),
                    name -> Optional.ofNullable(environment.get(name)).map(byte[]::clone),
                    question ->
                        terminal
                            ? Optional.ofNullable(typed.poll()).map(String::toCharArray)
                            : Optional.empty(),
                    new ForegroundWork()),
                arguments)
            .run();
    return new Result(code, "", err.toString(StandardCharsets.UTF_8));
  }

  /** What a command left behind. */
  record Result(int code, String out, String err) {
    Result withOut(String text) {
      return new Result(code, text, err);
    }

    List<String> lines() {
      return out.lines().toList();
    }

    /** Returns the one line of output as JSON. */
    JsonNode json() {
      assertThat(lines()).as("output, with %s on the error stream", err()).hasSize(1);
      return parse(out());
    }

    /** Returns the error that was told as JSON. */
    JsonNode error() {
      assertThat(err().lines()).hasSize(1);
      return parse(err()).get("error");
    }

    /** Asserts that all went well and nothing was complained of. */
    Result succeeded() {
      assertThat(err()).isEmpty();
      assertThat(code).isZero();
      return this;
    }

    /** Ended with a code, whatever it had to say. */
    Result ended(int expected) {
      assertThat(code).as(err()).isEqualTo(expected);
      return this;
    }

    Result failed(int expected) {
      return ended(expected);
    }
  }

  static JsonNode parse(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
