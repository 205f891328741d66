package io.byssus.cli.command;

import io.byssus.cli.error.CommandException;
import io.byssus.cli.process.RawPath;
import io.byssus.core.source.FileSource;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Reads paths in a mounted snapshot of their volume. */
final class ReadFromOption {
  @Option(
      names = "--read-from",
      paramLabel = "PATH=SNAPSHOT",
      description =
          "Read PATH and all below it in SNAPSHOT, a mounted snapshot of its volume, and store it"
              + " as PATH; may be given several times.")
  private final List<String> places = new ArrayList<>();

  boolean isGiven() {
    return !places.isEmpty();
  }

  FileSource apply(FileSource source) {
    FileSource applied = source;
    for (String place : places) {
      int split = place.indexOf('=');
      if (split < 1 || split == place.length() - 1) {
        throw CommandException.usage(
            "--read-from is PATH=SNAPSHOT, such as /srv=/mnt/snapshot, not '" + place + "'");
      }
      applied =
          applied.readFrom(
              RawPath.of(place.substring(0, split)), RawPath.of(place.substring(split + 1)));
    }
    return applied;
  }
}
