package io.byssus.core.internal.engine;

import io.byssus.core.check.Finding;
import io.byssus.core.check.Finding.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a check has found so far, by object. Safe for use by many threads. */
final class Findings {
  private record Key(Severity severity, String object, String message) {}

  private final Map<Key, List<String>> found = new LinkedHashMap<>();

  synchronized void error(String object, String message) {
    found.computeIfAbsent(new Key(Severity.ERROR, object, message), key -> new ArrayList<>());
  }

  synchronized void warning(String object, String message) {
    found.computeIfAbsent(new Key(Severity.WARNING, object, message), key -> new ArrayList<>());
  }

  /** Notes that a file can't be restored because of an object. */
  synchronized void affects(String object, String message, String file) {
    Key known =
        found.keySet().stream()
            .filter(key -> key.object().equals(object) && key.severity() == Severity.ERROR)
            .findFirst()
            .orElse(new Key(Severity.ERROR, object, message));
    List<String> files = found.computeIfAbsent(known, key -> new ArrayList<>());
    if (files.size() < Finding.MAX_AFFECTED) {
      files.add(file);
    }
  }

  /** Makes errors of these objects warnings, if they affect no file, and says why. */
  synchronized void harmless(Set<String> objects, String reason) {
    Map<Key, List<String>> before = new LinkedHashMap<>(found);
    found.clear();
    before.forEach(
        (key, files) -> {
          boolean harmless =
              key.severity() == Severity.ERROR && files.isEmpty() && objects.contains(key.object());
          String message = key.message() + "; " + reason;
          found.put(harmless ? new Key(Severity.WARNING, key.object(), message) : key, files);
        });
  }

  synchronized boolean hasErrors() {
    return found.keySet().stream().anyMatch(key -> key.severity() == Severity.ERROR);
  }

  /** Takes what another has found; where it names the same object, the files go to what is here. */
  void addAll(Findings others) {
    for (Finding other : others.list()) {
      if (other.severity() == Severity.WARNING) {
        warning(other.object(), other.message());
      } else if (other.affected().isEmpty()) {
        error(other.object(), other.message());
      } else {
        other.affected().forEach(file -> affects(other.object(), other.message(), file));
      }
    }
  }

  synchronized List<Finding> list() {
    List<Finding> list = new ArrayList<>();
    found.forEach(
        (key, files) -> list.add(new Finding(key.severity(), key.object(), key.message(), files)));
    return list;
  }
}
