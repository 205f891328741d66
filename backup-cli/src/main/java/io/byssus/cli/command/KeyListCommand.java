package io.byssus.cli.command;

import io.byssus.cli.json.JsonObject;
import io.byssus.cli.terminal.Table;
import io.byssus.core.BackupRepository;
import io.byssus.core.key.KeyHolder;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists who can open the repository. */
@Command(name = "list", description = "List who can open the repository.", sortOptions = false)
final class KeyListCommand implements Callable<Integer> {
  private final Session session;

  KeyListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<KeyHolder> holders;
    try (BackupRepository repository = session.open()) {
      holders = repository.keys().list();
    }
    if (session.json()) {
      session.print(JsonObject.array(holders.stream().map(KeyLines::json).toList()));
      return 0;
    }
    Table table = new Table("", "ID", "Kind", "May", "Label", "Created");
    for (KeyHolder holder : holders) {
      table.row(
          holder.current() ? "*" : "",
          KeyLines.abbreviated(holder),
          holder.kind().described(),
          KeyLines.may(holder),
          holder.label(),
          holder.created().map(Figures::local).orElse(""));
    }
    table.print(session.out());
    return 0;
  }
}
