package io.byssus.core.internal.log.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an exploration found.
 *
 * @param worlds how many different worlds were seen
 * @param ended in how many of them nothing more can happen
 * @param cut in how many there would have been more than the model has room for
 * @param whole whether every world that can be reached was seen
 * @param violation what is wrong with the last world of the trace; null if nothing is wrong
 *     anywhere
 * @param trace the shortest way to it
 */
record Exploration(
    int worlds, int ended, int cut, boolean whole, @Nullable String violation, List<String> trace) {
  @Override
  public String toString() {
    String all =
        worlds + " worlds, " + ended + " ends, " + cut + " cut" + (whole ? "" : ", not all");
    return violation == null ? all : all + ": " + violation + "\n  " + String.join("\n  ", trace);
  }
}
