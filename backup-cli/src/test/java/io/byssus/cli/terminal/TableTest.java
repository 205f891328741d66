package io.byssus.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    Table table = new Table("ID", "Name");
    table.row("1", "short");
    table.row("1000", "");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Output out = new Output(bytes, Destination.PIPE);
    table.print(out);
    out.flush();
    assertThat(bytes.toString(UTF_8)).isEqualTo("ID    Name\n1     short\n1000\n");
  }

  @Test
  void rowsHaveOneCellForEachColumn() {
    Table table = new Table("ID", "Name");
    assertThatThrownBy(() -> table.row("1")).isInstanceOf(IllegalArgumentException.class);
  }
}
