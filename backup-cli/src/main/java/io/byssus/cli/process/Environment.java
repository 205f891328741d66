package io.byssus.cli.process;

import java.util.Optional;

/** The environment variables of the process, as bytes. */
@FunctionalInterface
public interface Environment {
  /** Returns the value of a variable, if it is set. */
  Optional<byte[]> variable(String name);
}
