package io.byssus.cli.command;

import io.byssus.api.Fraction;
import io.byssus.api.key.Secret;
import io.byssus.cli.error.CommandException;
import io.byssus.cli.json.JsonObject;
import io.byssus.core.BackupRepository;
import io.byssus.core.Cipher;
import io.byssus.core.RepositoryBuilder;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a repository. */
@Command(name = "init", description = "Make a new repository.", sortOptions = false)
final class InitCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--label",
      paramLabel = "NAME",
      description = "A name for the passphrase's holder (default: the user's name).")
  private @Nullable String label;

  @Option(
      names = "--parity",
      paramLabel = "PERCENT",
      arity = "0..1",
      fallbackValue = "",
      description =
          "Give packs parity, by which damage is corrected: 1%% to 50%%, or 3%% where none is said.")
  private @Nullable String parity;

  @Option(
      names = "--cipher",
      paramLabel = "aes-256-gcm|chacha20-poly1305",
      converter = Ciphers.class,
      completionCandidates = Ciphers.class,
      description =
          "What seals the repository (default: aes-256-gcm; the other is for processors without"
              + " AES).")
  private Cipher cipher = Cipher.AES_256_GCM;

  @Option(
      names = "--no-recovery-key",
      description = "Make no recovery key: without a passphrase, all is lost then.")
  private boolean noRecoveryKey;

  @Mixin private final RecoveryKeyOption recoveryKey = new RecoveryKeyOption();

  InitCommand(Session session) {
    this.session = session;
  }

  private UnaryOperator<RepositoryBuilder> strength() {
    if (parity == null) {
      return builder -> builder;
    }
    if (parity.isEmpty()) {
      return RepositoryBuilder::parity;
    }
    Fraction part = ParityArgument.parse(parity);
    return builder -> builder.parity(part);
  }

  @Override
  public Integer call() {
    if (noRecoveryKey && recoveryKey.given()) {
      throw CommandException.usage(
          "--no-recovery-key and --recovery-key-to can't be given together");
    }
    String name = label == null ? null : Arguments.label(label);
    UnaryOperator<RepositoryBuilder> strength = strength();
    UnaryOperator<RepositoryBuilder> choice =
        builder -> strength.apply(named(builder, name)).cipher(cipher);
    JsonObject result = new JsonObject();
    if (noRecoveryKey) {
      create(builder -> choice.apply(builder).withoutRecoveryKey(), result).close();
      if (session.json()) {
        session.print(result);
      }
    } else {
      recoveryKey.tell(session, result, () -> created(choice, result));
    }
    if (!session.json()) {
      session.tell("Without a passphrase or a recovery key, what is backed up is lost for ever.");
    }
    return 0;
  }

  private static RepositoryBuilder named(RepositoryBuilder builder, @Nullable String name) {
    return name == null ? builder : builder.label(name);
  }

  private Secret created(UnaryOperator<RepositoryBuilder> choice, JsonObject result) {
    try (BackupRepository repository = create(choice, result)) {
      return repository.recoveryKey().orElseThrow().copy();
    }
  }

  private BackupRepository create(UnaryOperator<RepositoryBuilder> choice, JsonObject result) {
    BackupRepository repository = session.create(builder -> choice.apply(builder).create());
    result.put("id", repository.id()).put("location", repository.location().text());
    if (!session.json()) {
      session.tell("repository " + repository.id() + " made at " + repository.location());
    }
    return repository;
  }

  static final class Ciphers extends Words<Cipher> {
    Ciphers() {
      super(Cipher.class);
    }
  }
}
