package io.byssus.cli.command;

import io.byssus.cli.json.JsonObject;
import io.byssus.core.BackupRepository;
import io.byssus.core.key.KeyHolders;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Begins a new epoch. */
@Command(
    name = "rotate",
    description =
        "Begin a new epoch: fresh keys for all that is written from now on. Every holder follows; no"
            + " data is written again.",
    sortOptions = false)
final class KeyRotateCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--if-older-than",
      paramLabel = "DURATION",
      description = "Only if the epoch that the repository is in began so long ago, such as 90d.")
  private @Nullable String age;

  KeyRotateCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (BackupRepository repository = session.open()) {
      KeyHolders keys = repository.keys();
      boolean rotated = true;
      if (age == null) {
        keys.rotate();
      } else {
        rotated = keys.rotateIfOlderThan(DurationArgument.parse("--if-older-than", age));
      }
      int epoch = keys.epoch();
      if (session.json()) {
        session.print(new JsonObject().put("epoch", epoch).put("rotated", rotated));
      } else {
        session.tell(
            rotated
                ? "epoch " + epoch + " has begun"
                : "epoch " + epoch + " goes on: it is not that old");
      }
    }
    return 0;
  }
}
