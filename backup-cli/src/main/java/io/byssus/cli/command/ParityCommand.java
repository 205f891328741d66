package io.byssus.cli.command;

import io.byssus.api.Fraction;
import io.byssus.cli.json.JsonObject;
import io.byssus.core.BackupRepository;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows or changes how much parity packs get. */
@Command(
    name = "parity",
    description = "Show or change how much parity new packs get, by which damage is corrected.",
    sortOptions = false)
final class ParityCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "PERCENT",
      description = "1%% to 50%% of the packs, such as 3%%, or none. Without it, what is set.")
  private @Nullable String strength;

  ParityCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Fraction wanted = strength == null ? null : ParityArgument.parse(strength);
    try (BackupRepository repository = session.open()) {
      if (wanted != null) {
        repository.parity(wanted);
      }
      Optional<Fraction> part = repository.parity();
      if (session.json()) {
        session.print(
            new JsonObject()
                .put("percent", Math.round(part.map(Fraction::value).orElse(0.0) * 1000) / 10.0));
      } else if (wanted == null) {
        session.print(part.map(ParityArgument::print).orElse("none"));
      } else {
        session.tell(
            part.map(p -> "new packs get parity of " + ParityArgument.print(p))
                .orElse("new packs get no parity"));
        if (part.isPresent()) {
          session.tell("'byssus repair' adds it to packs that have none.");
        }
      }
    }
    return 0;
  }
}
