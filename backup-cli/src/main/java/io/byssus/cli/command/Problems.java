package io.byssus.cli.command;

import io.byssus.cli.terminal.PrintableText;
import java.util.List;

/** Names the entries that something went wrong with, on the error stream. */
final class Problems {
  /** As many as fit on a screen; all of them if asked. */
  private static final int SHOWN = 20;

  private Problems() {}

  static void tell(List<?> problems, Session session) {
    int shown = session.verbose() ? problems.size() : Math.min(SHOWN, problems.size());
    for (Object problem : problems.subList(0, shown)) {
      session.err().line("byssus: " + PrintableText.of(problem.toString()));
    }
    if (shown < problems.size()) {
      session
          .err()
          .line("byssus: and " + (problems.size() - shown) + " more; -v names all of them");
    }
  }
}
