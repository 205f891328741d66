package io.byssus.cli.process;

import java.util.List;
import java.util.Optional;

/** The environment variables of the process, as bytes. */
@FunctionalInterface
public interface Environment {
  /** Has the passphrase of the repository. */
  String PASSPHRASE = "BYSSUS_PASSWORD";

  /** Has a further or other passphrase. */
  String NEW_PASSPHRASE = "BYSSUS_NEW_PASSWORD";

  /** What is no business of other processes. */
  List<String> SECRETS = List.of(PASSPHRASE, NEW_PASSPHRASE);

  /** Returns the value of a variable, if it is set. */
  Optional<byte[]> variable(String name);
}
