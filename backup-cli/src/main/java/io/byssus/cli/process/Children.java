package io.byssus.cli.process;

import java.util.List;

/** Processes that the command starts. */
final class Children {
  private Children() {}

  /** Returns the beginning of one: its errors go where ours go, and it learns no passphrase. */
  static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    Environment.SECRETS.forEach(builder.environment()::remove);
    return builder;
  }
}
