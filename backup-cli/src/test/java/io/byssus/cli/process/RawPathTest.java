package io.byssus.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.byssus.cli.error.CommandException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawPathTest {
  private final Path dir;

  RawPathTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @Test
  void isAbsolute() {
    Path here = Path.of("").toAbsolutePath();
    assertThat(RawPath.of("some/where")).isEqualTo(here.resolve("some/where"));
    assertThat(RawPath.of("/some/where")).isEqualTo(Path.of("/some/where"));
    assertThat(RawPath.of(".").normalize()).isEqualTo(here);
  }

  @Test
  void hasTheVeryBytesOfTheArgument() throws IOException {
    Path odd = Path.of(URI.create(dir.toUri() + "%FF%25%20%0A%3F%23"));
    Files.writeString(odd, "odd");
    assertThat(RawPath.of(dir + "//\udcff% \n?#/")).isEqualTo(odd);
    assertThat(Files.readString(RawPath.of(dir + "/\udcff% \n?#"))).isEqualTo("odd");
    Path relative = Path.of("").toAbsolutePath().relativize(odd.getParent());
    assertThat(Files.readString(RawPath.of(relative + "/\udcff% \n?#"))).isEqualTo("odd");
  }

  @Test
  void isNeverEmpty() {
    assertThatThrownBy(() -> RawPath.of("")).isInstanceOf(CommandException.class);
  }

  @Test
  void takesTextBeyondAscii() throws IOException {
    Path text = Files.writeString(dir.resolve("日本"), "text");
    assertThat(RawPath.of(text.toString())).isEqualTo(text);
  }
}
