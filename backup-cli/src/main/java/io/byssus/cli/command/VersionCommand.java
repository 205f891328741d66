package io.byssus.cli.command;

import io.byssus.cli.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Tells the version. */
@Command(name = "version", description = "Tell the version.", sortOptions = false)
final class VersionCommand implements Callable<Integer> {
  private static final String RESOURCE = "version.properties";

  private final Session session;

  VersionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String java = Runtime.version().toString();
    String system = System.getProperty("os.name") + "/" + System.getProperty("os.arch");
    if (session.json()) {
      session.print(
          new JsonObject().put("version", version()).put("java", java).put("system", system));
    } else {
      session.print("byssus " + version() + " on Java " + java + ", " + system);
    }
    return 0;
  }

  private static String version() {
    try (InputStream in = VersionCommand.class.getResourceAsStream(RESOURCE)) {
      Properties properties = new Properties();
      properties.load(Objects.requireNonNull(in, RESOURCE));
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException("the version is not in the jar", e);
    }
  }
}
