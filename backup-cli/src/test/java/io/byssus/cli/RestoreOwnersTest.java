package io.byssus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryMetadata;
import io.byssus.api.source.EntryPath;
import io.byssus.api.source.Source;
import io.byssus.api.source.SourceContent;
import io.byssus.api.source.SourceEntry;
import io.byssus.api.source.SourceSession;
import io.byssus.core.BackupRepository;
import io.byssus.store.fs.FileSystemStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whom the command gives what it restores to: the snapshot is of a machine with other numbers. */
@EnabledOnOs(OS.LINUX)
class RestoreOwnersTest {
  private static final int RECORDED_NUMBER = 54_321;

  private final Path restored;
  private final Path repository;
  private final Path target;
  private final Cli cli;

  RestoreOwnersTest(@TempDir Path dir) {
    repository = dir.resolve("repository");
    target = dir.resolve("target");
    restored = target.resolve("of daemon");
    cli = Cli.on(repository).initialised();
  }

  @BeforeEach
  void backUp() throws IOException {
    assumeTrue(
        Files.getAttribute(repository, "unix:uid").equals(0), "only root may give files away");
    try (BackupRepository opened =
        BackupRepository.on(FileSystemStore.at(repository))
            .passphrase(Cli.PASSPHRASE.toCharArray())
            .open()) {
      opened.backup(new OtherMachine()).run();
    }
  }

  @Test
  void namesCount() throws IOException {
    cli.run("restore", "latest", "-t", target.toString()).succeeded();

    assertThat(owners()).containsEntry("owner", "daemon").containsEntry("group", "daemon");
  }

  @Test
  void numbersCountWhenToldTo() throws IOException {
    cli.run("restore", "latest", "--numeric-owner", "-t", target.toString()).succeeded();

    assertThat(owners())
        .containsEntry("uid", RECORDED_NUMBER)
        .containsEntry("gid", RECORDED_NUMBER);
  }

  @Test
  void nothingIsGivenAwayWhenToldTo() throws IOException {
    cli.run("restore", "latest", "--no-owner", "-t", target.toString()).succeeded();

    assertThat(owners())
        .containsEntry("uid", 0)
        .containsEntry("gid", Files.getAttribute(target, "unix:gid"));
  }

  private Map<String, Object> owners() throws IOException {
    Map<String, Object> owners = new HashMap<>();
    Files.readAttributes(restored, "unix:uid,gid,owner,group")
        .forEach(
            (name, value) -> owners.put(name, value instanceof Integer ? value : value.toString()));
    return owners;
  }

  /** A source with one directory in it, whose owner has another number than here. */
  private static final class OtherMachine implements Source {
    private record Entry(EntryPath path, EntryMetadata metadata) implements SourceEntry {
      @Override
      public byte[] linkTarget() {
        return new byte[0];
      }
    }

    private static EntryMetadata.Builder directory() {
      return EntryMetadata.of(EntryKind.DIRECTORY).permissions(0755);
    }

    @Override
    public String host() {
      return "other";
    }

    @Override
    public List<String> roots() {
      return List.of("/");
    }

    @Override
    public SourceSession open() {
      return new SourceSession() {
        @Override
        public SourceEntry root() {
          return new Entry(EntryPath.root(), directory().build());
        }

        @Override
        public void list(SourceEntry listed, Visitor visitor) {
          if (listed.path().isRoot()) {
            EntryMetadata owned =
                directory()
                    .owner(RECORDED_NUMBER, RECORDED_NUMBER)
                    .ownerNames("daemon", "daemon")
                    .build();
            visitor.entry(new Entry(EntryPath.parse("of daemon"), owned));
          }
        }

        @Override
        public SourceContent open(SourceEntry file) {
          throw new AssertionError("there is no file");
        }

        @Override
        public void close() {}
      };
    }
  }
}
