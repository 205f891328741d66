package io.byssus.core.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.byssus.api.source.EntryKind;
import io.byssus.api.source.EntryName;
import io.byssus.api.source.SourceSession;
import io.byssus.core.internal.file.PathBytes;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether ignore files mean what they mean to git: the same files are left. */
class GitIgnoreTest {
  private static final int TREES = 40;

  private static final String[] NAMES = {
    "a", "b", "ab", "a.log", "b.log", "x y", "build", "!b", "#c"
  };
  private static final String[] PARTS = {
    "a",
    "b",
    "ab",
    "*",
    "**",
    "a*",
    "*b",
    "?",
    "*.log",
    "[ab]",
    "[!a]",
    "[[:alpha:]]b",
    "build",
    "x\\ y",
    "a?",
    "*b*",
    "\\a",
    "***",
    "a**b",
    "[a-c].log",
    "\\!b",
    "\\#c",
    "x y"
  };

  private Path top;

  @BeforeAll
  static void needsGit() {
    assumeTrue(runs("git", "--version"), "git is not installed here");
  }

  @BeforeEach
  void initialise(@TempDir Path temporary) throws IOException {
    top = temporary.toRealPath();
    git("init", "-q");
  }

  @Test
  void agreesWithGitOnEachRuleOfItsManual() throws IOException {
    for (String file :
        List.of(
            "foo",
            "frotz",
            "doc/frotz/x",
            "a/doc/frotz/y",
            "a/foo/bar",
            "foo1/bar",
            "bar.x",
            "abc/x",
            "abc/d/y",
            "a/b",
            "a/x/b",
            "a/x/y/b",
            "hello.c",
            "sub/hello.c",
            "keep/me",
            "trailing ",
            "build/out",
            "sub/build",
            "#hash",
            "!bang")) {
      write(file, file);
    }
    write(
        ".gitignore",
        """
        # comment

        frotz/
        **/foo
        abc/**
        a/**/b
        /*.c
        keep/*
        !keep/me
        trailing\\\s
        build/
        \\#hash
        \\!bang
        """);

    assertThat(ours()).isEqualTo(gits());
    assertThat(ours()).contains("sub/hello.c", "keep/me", "sub/build").doesNotContain("hello.c");
  }

  /** As bytes, in ISO 8859-1: characters of several bytes, and bytes that are none. */
  private static final List<String> BYTE_NAMES =
      List.of(
          "\u00c3\u00a9",
          "\u00c3\u00a8",
          "\u00c3\u00a9e",
          "a\u00c3\u00a9",
          "\u00e6\u0097\u00a5",
          "\u00f0\u009f\u0098\u0080",
          "\u00e9",
          "\u00ff",
          "\u00ff\u00ff",
          "a\u00ff",
          "\u00ffa",
          "\u00c3",
          "\u0085",
          "a",
          "ab",
          "abc");

  private static final List<String> BYTE_PATTERNS =
      List.of(
          "?",
          "??",
          "???",
          "????",
          "?a",
          "a?",
          "*?",
          "\u00c3\u00a9",
          "\u00c3\u00a9*",
          "\u00c3?",
          "[\u00c3\u00a9]",
          "[\u00c3\u00a9][\u00c3\u00a9]",
          "[!a]",
          "[!a][!a]",
          "[!\u00c3\u00a9]",
          "[\u00c3\u00a0-\u00c3\u00bc]?",
          "[[:alpha:]]",
          "[[:alpha:]]?",
          "\u00ff",
          "*\u00ff",
          "\u00ff*",
          "[\u0080-\u00ff]",
          "[\u0080-\u00ff]*",
          "?\u00ff",
          "\u0085",
          "*[!\u00a9]",
          "/?",
          "**/??",
          "\u00ef\u00bb\u00bf?");

  @Test
  void agreesWithGitOnEveryByteOfNamesThatAreNoAscii() throws IOException {
    for (int i = 0; i < BYTE_PATTERNS.size(); i++) {
      Path directory = Files.createDirectory(top.resolve("d" + i));
      for (String name : BYTE_NAMES) {
        Files.createFile(directory.resolve(bytePath(name)));
      }
      Files.write(
          directory.resolve(".gitignore"), (BYTE_PATTERNS.get(i) + "\n").getBytes(ISO_8859_1));
    }

    Set<String> ours = new TreeSet<>();
    FileSource source =
        FileSource.of(top).exclude("/" + top + "/.git").honourIgnoreFiles(".gitignore");
    try (SourceSession session = source.open()) {
      WalkedTree.of(session)
          .entries()
          .forEach(
              (path, entry) -> {
                if (entry.metadata().kind() == EntryKind.FILE) {
                  ours.add(
                      text(path.names().get(path.names().size() - 2)) + "/" + text(entry.name()));
                }
              });
    }
    String listed = git(ISO_8859_1, "ls-files", "-z", "--others", "--exclude-standard");
    Set<String> gits = new TreeSet<>(List.of(listed.split("\0", -1)));
    gits.remove("");

    assertThat(ours).isEqualTo(gits);
  }

  private static String text(EntryName name) {
    return new String(name.bytes(), ISO_8859_1);
  }

  private static Path bytePath(String name) {
    return PathBytes.toName(name.getBytes(ISO_8859_1), FileSystems.getDefault());
  }

  static List<Long> seeds() {
    return new Random(20261120).longs(TREES).boxed().toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agreesWithGitOnRandomTreesAndRules(long seed) throws IOException {
    Random random = new Random(seed);
    List<String> directories = new ArrayList<>(List.of(""));
    for (int i = 0; i < 60; i++) {
      String directory = pick(random, directories.toArray(new String[0]));
      String path = directory + pick(random, NAMES);
      if (Files.exists(top.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      if (random.nextInt(3) == 0 && directories.size() < 12) {
        Files.createDirectory(top.resolve(path));
        directories.add(path + "/");
      } else if (random.nextInt(8) == 0) {
        Files.createSymbolicLink(top.resolve(path), Path.of("a"));
      } else {
        write(path, "content");
      }
    }
    StringBuilder all = new StringBuilder();
    for (String directory : directories) {
      if (directory.isEmpty() || random.nextInt(3) == 0) {
        String rules = rules(random);
        write(directory + ".gitignore", rules);
        all.append(directory).append(".gitignore:\n").append(rules);
      }
    }

    assertThat(ours()).as("seed %d%n%s", seed, all).isEqualTo(gits());
  }

  private static String rules(Random random) {
    StringBuilder rules = new StringBuilder();
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      rules.append(random.nextInt(4) == 0 ? "!" : "").append(random.nextInt(3) == 0 ? "/" : "");
      int parts = 1 + random.nextInt(3);
      for (int part = 0; part < parts; part++) {
        rules.append(part == 0 ? "" : "/").append(pick(random, PARTS));
      }
      rules
          .append(random.nextInt(4) == 0 ? "/" : "")
          .append(random.nextInt(6) == 0 ? "  \n" : "\n");
    }
    return rules.toString();
  }

  private static String pick(Random random, String... from) {
    return from[random.nextInt(from.length)];
  }

  private void write(String name, String content) throws IOException {
    Path file = top.resolve(name);
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(file, content);
  }

  private Set<String> ours() {
    FileSource source =
        FileSource.of(top).exclude("/" + top + "/.git").honourIgnoreFiles(".gitignore");
    try (SourceSession session = source.open()) {
      WalkedTree tree = WalkedTree.of(session);
      return tree.below(top).stream()
          .filter(name -> tree.at(top.resolve(name)).metadata().kind() != EntryKind.DIRECTORY)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private Set<String> gits() throws IOException {
    String listed = git("ls-files", "-z", "--others", "--exclude-standard");
    return Arrays.stream(listed.split("\0", -1))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String git(String... arguments) throws IOException {
    return git(StandardCharsets.UTF_8, arguments);
  }

  private String git(Charset charset, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("git", "-C", top.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    builder.environment().put("XDG_CONFIG_HOME", "/nonexistent");
    Path errors = Files.createTempFile("git", ".err");
    builder.redirectError(errors.toFile());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), charset);
    assertThat(ended(process)).as(Files.readString(errors)).isZero();
    Files.delete(errors);
    return output;
  }

  private static boolean runs(String... command) {
    try {
      return ended(new ProcessBuilder(command).redirectErrorStream(true).start()) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static int ended(Process process) {
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
