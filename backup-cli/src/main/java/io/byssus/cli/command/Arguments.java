package io.byssus.cli.command;

import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.cli.error.CommandException;
import io.byssus.cli.process.RawText;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads arguments that several subcommands have. */
final class Arguments {
  private Arguments() {}

  /** Returns a text that has to be valid UTF-8. */
  static String text(String option, String value) {
    if (!RawText.isText(value)) {
      throw CommandException.usage("the value of " + option + " is not valid UTF-8");
    }
    return value;
  }

  /** Returns texts that have to be valid UTF-8. */
  static List<String> texts(String option, List<String> values) {
    return values.stream().map(value -> text(option, value)).toList();
  }

  /** Returns tags; several may be given at once, with commas between. */
  static List<String> tags(String list) {
    return Arrays.stream(text("--tag", list).split(",", -1))
        .map(String::strip)
        .filter(tag -> !tag.isEmpty())
        .toList();
  }

  /** Returns a path in a snapshot, by the argument's bytes. */
  static EntryPath entryPath(String argument) {
    List<EntryName> names = new ArrayList<>();
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    for (byte b : RawText.encode(argument + "/")) {
      if (b != '/') {
        name.write(b);
      } else if (name.size() > 0) {
        names.add(EntryName.of(name.toByteArray()));
        name.reset();
      }
    }
    return EntryPath.of(names);
  }
}
