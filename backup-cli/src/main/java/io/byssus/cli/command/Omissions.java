package io.byssus.cli.command;

import io.byssus.api.source.Omission;
import io.byssus.cli.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/** Tells what entries have that was not kept. */
final class Omissions {
  private Omissions() {}

  static void tell(List<Omission> omissions, Session session) {
    Problems.tell(omissions.stream().map(Omissions::line).toList(), session);
  }

  private static String line(Omission omission) {
    String first =
        omission.first().stream().map(Object::toString).collect(Collectors.joining(", "));
    boolean more = omission.count() > omission.first().size();
    return "not kept: " + omission + " (" + first + (more ? ", ...)" : ")");
  }

  static List<JsonObject> json(List<Omission> omissions) {
    return omissions.stream()
        .map(
            omission ->
                new JsonObject()
                    .put("what", omission.what())
                    .put("reason", omission.reason())
                    .put("count", omission.count())
                    .putObjects(
                        "first",
                        omission.first().stream()
                            .map(path -> EntryJson.putPath(new JsonObject(), path))
                            .toList()))
        .toList();
  }
}
