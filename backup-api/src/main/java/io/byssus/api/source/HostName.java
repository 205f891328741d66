package io.byssus.api.source;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds the name of this host, for sources: what the kernel says, then what is written down, then
 * what a name server says. The environment comes last: a shell and a scheduler may give a process
 * different variables, and the name is part of an origin. Thread-safe.
 */
public final class HostName {
  private static final String UNKNOWN = "localhost";
  private static final List<String> VARIABLES = List.of("HOSTNAME", "COMPUTERNAME");
  private static final List<String> FILES = List.of("/proc/sys/kernel/hostname", "/etc/hostname");

  private HostName() {}

  /** Returns the name; {@code localhost} where nobody knows it. */
  public static String find() {
    for (String file : FILES) {
      String name = firstLine(Path.of(file));
      if (!name.isEmpty()) {
        return name;
      }
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return fromEnvironment();
    }
  }

  private static String fromEnvironment() {
    for (String variable : VARIABLES) {
      String value = System.getenv(variable);
      if (value != null && !value.isBlank()) {
        return value.strip();
      }
    }
    return UNKNOWN;
  }

  private static String firstLine(Path file) {
    try {
      // ISO 8859-1 decodes any bytes, and host names are ASCII.
      return Files.readString(file, StandardCharsets.ISO_8859_1)
          .lines()
          .findFirst()
          .orElse("")
          .strip();
    } catch (IOException e) {
      return ""; // Not every system has this file; the next place is asked.
    }
  }
}
