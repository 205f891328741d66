package io.byssus.cli.command;

import io.byssus.api.source.EntryName;
import io.byssus.api.source.EntryPath;
import io.byssus.cli.error.CommandException;
import io.byssus.cli.process.RawText;
import io.byssus.core.key.KeyHolders;
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

  /** Returns the name of a holder of keys. */
  static String label(String value) {
    if (value.length() > KeyHolders.MAX_LABEL) {
      throw CommandException.usage(
          "the value of --label has at most "
              + KeyHolders.MAX_LABEL
              + " characters, not "
              + value.length());
    }
    return text("--label", value);
  }

  /** Returns tags; several may be given at once, with commas between. */
  static List<String> tags(String list) {
    List<String> tags =
        Arrays.stream(text("--tag", list).split(",", -1))
            .map(String::strip)
            .filter(tag -> !tag.isEmpty())
            .toList();
    if (tags.isEmpty()) {
      throw CommandException.usage("--tag needs a tag, not '" + list + "'");
    }
    return tags;
  }

  /** Returns a path in a snapshot, by the argument's bytes. */
  static EntryPath entryPath(String argument) {
    List<EntryName> names = new ArrayList<>();
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    for (byte b : RawText.encode(argument + "/")) {
      if (b != '/') {
        name.write(b);
      } else if (name.size() > 0) {
        byte[] bytes = name.toByteArray();
        names.add(UserInput.accepted(() -> EntryName.of(bytes)));
        name.reset();
      }
    }
    return EntryPath.of(names);
  }
}
