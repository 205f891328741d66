package io.byssus.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How long requests took in several rounds. */
final class Latencies {
  private static final double MEDIAN = 0.5;
  private static final double P99 = 0.99;
  private static final double P999 = 0.999;

  private final String what;
  private final List<long[]> rounds = new ArrayList<>();

  Latencies(String what) {
    this.what = what;
  }

  /**
   * Adds a round.
   *
   * @param nanos how long each request took
   */
  void add(long[] nanos) {
    rounds.add(nanos);
  }

  /** Returns a percentile of all rounds together, in milliseconds. */
  double at(double share) {
    return at(rounds.stream().flatMapToLong(Arrays::stream).sorted().toArray(), share);
  }

  /** Returns by how much the 99th percentile is above that of others. */
  String riseOver(Latencies others) {
    return String.format(Locale.ROOT, "%+.0f %%", (at(P99) / others.at(P99) - 1) * 100);
  }

  /** Returns a row of a Markdown table. */
  String row() {
    String each =
        rounds.stream()
            .mapToDouble(round -> at(Arrays.stream(round).sorted().toArray(), P99))
            .sorted()
            .mapToObj(millis -> String.format(Locale.ROOT, "%.2f", millis))
            .collect(Collectors.joining(" "));
    return String.format(
        Locale.ROOT,
        "| %s | %.3f ms | %.3f ms | %s | %.3f ms |",
        what,
        at(MEDIAN),
        at(P99),
        each,
        at(P999));
  }

  private static double at(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(sorted.length * share))] / 1e6;
  }
}
