package io.byssus.cli.command;

import io.byssus.cli.json.JsonObject;
import io.byssus.core.BackupRepository;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes a holder of keys. */
@Command(
    name = "remove",
    description =
        "Remove a key file from the repository. Who kept a copy of it and has its passphrase can"
            + " still use it; with --revoke, for nothing that is written from now on.",
    sortOptions = false)
final class KeyRemoveCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "ID", description = "First digits of the key's id.")
  private String id = "";

  @Option(
      names = "--revoke",
      description =
          "Begin a new epoch without the key: nothing that is written in it opens with what the"
              + " key's holder knew. What is older, prune --reencrypt stores anew.")
  private boolean revoke;

  KeyRemoveCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (BackupRepository repository = session.open()) {
      if (revoke) {
        repository.keys().revoke(id);
      } else {
        repository.keys().remove(id);
      }
    }
    if (session.json()) {
      session.print(new JsonObject().put("removed", id));
    } else {
      session.tell("key " + id + (revoke ? " revoked" : " removed"));
    }
    return 0;
  }
}
