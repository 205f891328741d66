package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.byssus.core.source.FileSource;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A plain user restores what root backed up: the same, but for what he may not do, all named. */
@EnabledOnOs(OS.LINUX)
class PlainUserRestoreTest {
  private static final int USER = 65_534;
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

  /** A restore takes a few seconds. */
  private static final int TIME_LIMIT_SECONDS = 120;

  private static final Pattern NOT_KEPT =
      Pattern.compile("^not kept: (.+) of (\\d+) entr(y|ies): ", Pattern.MULTILINE);

  private static final int SETUID = 04000;
  private static final int SETGID = 02000;
  private static final Pattern BITS_AND_OWNERS = Pattern.compile(" ([0-7]{4}) \\d+:\\d+ ");

  private Path directory;
  private EveryKindTree tree;
  private Map<String, String> planted;

  @BeforeEach
  void backUpAsRoot(@TempDir Path temporary) throws IOException {
    directory = temporary;
    assumeTrue(
        Files.getAttribute(temporary, "unix:uid").equals(0), "only root can become another user");
    assumeTrue(Files.isExecutable(SETPRIV), "root needs setpriv to become another user");
    tree = EveryKindTree.plant(temporary.resolve("tree"));
    planted = TreeFacts.of(tree.top());
    tree.assertPresent(planted);
    try (BackupRepository repository = Repositories.create(temporary.resolve("user/store"))) {
      repository.backup(FileSource.of(tree.top())).run();
    }
  }

  @Test
  void allThatAPlainUserMayNotSetIsNamedAndTheRestIsTheSame() throws Exception {
    String said = restoreAsPlainUser();

    Map<String, String> expected = permitted();
    assertThat(TreeFacts.of(directory.resolve("user/target"))).isEqualTo(expected);
    assertThat(said).endsWith("0 problems\n");
    assertThat(notKept(said))
        .isEqualTo(
            Map.of(
                "owner", expected.size() - furtherNames(expected),
                "setuid bit", having(SETUID),
                "setgid bit", having(SETGID),
                "character device", 2,
                "block device", 1,
                "socket", 1,
                "security.capability", 1,
                "trusted.of root", 1,
                "trusted.of a link", 1,
                "trusted.of a fifo", 1));
  }

  /** Returns what of the tree is left if a plain user restores it. */
  private Map<String, String> permitted() {
    Map<String, String> permitted = new TreeMap<>();
    planted.forEach(
        (name, fact) -> {
          if (!fact.matches("(?s)(socket|(character|block) device) .*")) {
            String own = BITS_AND_OWNERS.matcher(fact).replaceFirst(PlainUserRestoreTest::own);
            permitted.put(name, own.replaceAll(" \\{(security|trusted)\\.[^}]*\\}", ""));
          }
        });
    return permitted;
  }

  /** Without the bits that would give others the rights of the user who restores. */
  private static String own(MatchResult found) {
    int bits = Integer.parseInt(found.group(1), 8) & ~(SETUID | SETGID);
    return String.format(" %04o %d:%d ", bits, USER, USER);
  }

  private int having(int bit) {
    return (int)
        planted.values().stream()
            .flatMap(fact -> BITS_AND_OWNERS.matcher(fact).results().limit(1))
            .filter(found -> (Integer.parseInt(found.group(1), 8) & bit) != 0)
            .count();
  }

  private static int furtherNames(Map<String, String> facts) {
    return (int)
        facts.entrySet().stream()
            .filter(fact -> fact.getValue().contains(" hard:"))
            .filter(fact -> !(fact.getValue() + " ").contains(" hard:" + fact.getKey() + " "))
            .count();
  }

  private static Map<String, Integer> notKept(String said) {
    return NOT_KEPT
        .matcher(said)
        .results()
        .collect(
            Collectors.toMap(found -> found.group(1), found -> Integer.valueOf(found.group(2))));
  }

  private String restoreAsPlainUser() throws Exception {
    // Root's Maven repository, and what this was built in, may be closed to others.
    String classPath = copyClassPath(directory.resolve("classes"));
    Path user = directory.resolve("user");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    giveAway(user);
    ProcessBuilder java =
        ChildJvm.command(
            ChildJvm.running(),
            List.of("-Djava.io.tmpdir=" + user, "-Djna.tmpdir=" + user, "-Duser.home=" + user),
            classPath,
            OtherRestoreSurroundings.class,
            user.resolve("store").toString(),
            tree.top().toString(),
            user.resolve("target").toString());
    List<String> command =
        new ArrayList<>(
            List.of(
                SETPRIV.toString(), "--reuid=" + USER, "--regid=" + USER, "--clear-groups", "--"));
    command.addAll(java.command());
    java.command(command).directory(user.toFile());
    java.environment().put("HOME", user.toString());
    return ChildJvm.said(java, directory.resolve("output"), TIME_LIMIT_SECONDS);
  }

  private static String copyClassPath(Path to) throws IOException {
    List<String> copies = new ArrayList<>();
    for (String entry : Arrays.asList(ChildJvm.classPath().split(File.pathSeparator))) {
      Path original = Path.of(entry);
      if (Files.exists(original)) {
        Path copy = to.resolve(copies.size() + "-" + original.getFileName());
        copy(original, copy);
        copies.add(copy.toString());
      }
    }
    return String.join(File.pathSeparator, copies);
  }

  private static void copy(Path original, Path copy) throws IOException {
    try (Stream<Path> all = Files.walk(original)) {
      for (Path path : all.toList()) {
        Path to = copy.resolve(original.relativize(path).toString());
        Files.createDirectories(to.getParent());
        if (Files.isDirectory(path)) {
          Files.createDirectories(to);
        } else {
          Files.write(to, Files.readAllBytes(path));
        }
      }
    }
  }

  private static void giveAway(Path top) throws IOException {
    try (Stream<Path> all = Files.walk(top)) {
      for (Path path : all.toList()) {
        Files.setAttribute(path, "unix:uid", USER, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", USER, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }
}
