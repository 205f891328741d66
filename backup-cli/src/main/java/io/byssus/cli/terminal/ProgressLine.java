package io.byssus.cli.terminal;

import io.byssus.api.DataSize;
import io.byssus.api.event.Phase;
import io.byssus.api.event.Progress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One line at the bottom of the terminal that shows how far an operation is: phase, bar, files,
 * data, throughput, estimate. It is drawn over itself and wiped by {@link #close()}, after which
 * nothing is drawn any more. Shows nothing where nobody looks.
 *
 * <p>It has no thread of its own: the operation says when to draw. Safe for use by several threads.
 */
public final class ProgressLine implements AutoCloseable {
  /** Lines longer than a terminal's 80 columns would wrap, and could not be drawn over. */
  private static final int MAX_COLUMNS = 79;

  private static final int BAR_COLUMNS = 10;
  private static final int PERCENT = 100;

  private final Output out;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean active;
  private int drawn;

  /** Creates a line that is drawn if the output is a terminal. */
  public ProgressLine(Output out) {
    this.out = out;
    this.active = out.isTerminal();
  }

  /** Returns a line that is never drawn. */
  public static ProgressLine silent(Output out) {
    ProgressLine line = new ProgressLine(out);
    line.active = false;
    return line;
  }

  /** Draws the state of an operation. */
  public void show(Progress progress) {
    lock.lock();
    try {
      if (active && progress.phase() != Phase.DONE) {
        draw(text(progress));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Does what writes lines of its own: where both go to one terminal, they are not mixed. */
  public void around(Runnable writing) {
    lock.lock();
    try {
      if (active && drawn > 0) {
        draw("");
      }
      writing.run();
    } finally {
      lock.unlock();
    }
  }

  /** Wipes the line. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (active && drawn > 0) {
        draw("");
      }
      active = false;
    } finally {
      lock.unlock();
    }
  }

  private void draw(String text) {
    String padding = " ".repeat(Math.max(0, drawn - text.length()));
    out.write("\r" + text + padding + (text.isEmpty() ? "\r" : ""));
    out.flush();
    drawn = text.length();
  }

  static String text(Progress progress) {
    if (progress.phase() == Phase.LOOKING) {
      // nobody knows how many there will be: what snapshots share is looked at once
      return String.format(Locale.ROOT, "looking  %,d entries", progress.files());
    }
    if (progress.phase() == Phase.PRUNING) {
      return phase(Phase.PRUNING); // in rounds, of which nobody knows how many
    }
    String line =
        phase(progress.phase())
            + (progress.remaining().isPresent() ? ofKnownTotal(progress) : ofGrowingTotal(progress))
            + "  "
            + DataSize.ofBytes((long) progress.bytesPerSecond())
            + "/s"
            + progress
                .remaining()
                .filter(left -> !left.isZero())
                .map(left -> "  " + clock(left) + " left")
                .orElse("");
    return line.length() > MAX_COLUMNS ? line.substring(0, MAX_COLUMNS) : line;
  }

  private static String ofKnownTotal(Progress progress) {
    double share = (double) progress.bytes().bytes() / progress.bytesTotal().bytes();
    int full = (int) (BAR_COLUMNS * share);
    return String.format(
        Locale.ROOT,
        " [%s%s] %3d%%  %,d %s  %s",
        "#".repeat(full),
        ".".repeat(BAR_COLUMNS - full),
        (int) (PERCENT * share),
        progress.files(),
        unit(progress.phase()),
        progress.bytes());
  }

  /** Has no bar: while the total grows, its length would mean nothing. */
  private static String ofGrowingTotal(Progress progress) {
    return String.format(
        Locale.ROOT,
        "  %,d/%,d %s  %s of %s",
        progress.files(),
        progress.filesTotal(),
        unit(progress.phase()),
        progress.bytes(),
        progress.bytesTotal());
  }

  private static String unit(Phase phase) {
    return phase == Phase.CHECKING_STRUCTURE || phase == Phase.CHECKING_DATA ? "objects" : "files";
  }

  private static String phase(Phase phase) {
    return switch (phase) {
      case PREPARING -> "preparing";
      case STORING -> "storing";
      case COMMITTING -> "committing";
      case RESTORING -> "restoring";
      case CHECKING_STRUCTURE -> "checking";
      case CHECKING_DATA -> "reading data";
      case LOOKING -> "looking";
      case PRUNING -> "pruning";
      case DONE -> "done";
    };
  }

  private static String clock(Duration time) {
    return time.toHours() > 0
        ? String.format(
            Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : String.format(Locale.ROOT, "%d:%02d", time.toMinutesPart(), time.toSecondsPart());
  }
}
