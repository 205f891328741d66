import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Reads the reports of the tests and says whether the expected suites ran.
 *
 * <p>Fails when an expected suite has no report or was skipped whole, when a suite ran that nobody expected, when a
 * test was skipped without a listed reason, and when a test failed. The last line has the counts.
 *
 * <pre>
 * java .ci/Suites.java list                              prints what is expected of this tree: module and class
 * java .ci/Suites.java check EXPECTED ALLOWED-SKIPS      checks the reports of a whole run
 * java .ci/Suites.java check-some EXPECTED ALLOWED-SKIPS the same, of a run of no other than these
 * java .ci/Suites.java list-plain EXPECTED ALLOWED-SKIPS prints those of the expected that a plain user is to run
 * java .ci/Suites.java check-plain EXPECTED ALLOWED-SKIPS checks their reports, from a run by a plain user
 * </pre>
 */
final class Suites {
  private static final Pattern ALL_THOROUGH = Pattern.compile("@Tag\\(\"thorough\"\\)\\s+(final )?class ");

  private final String user;
  private final List<String> errors = new ArrayList<>();
  private final Set<String> passedTests = new TreeSet<>();
  private int passed;
  private int failed;
  private int skipped;

  private Suites(String user) {
    this.user = user;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 1 && arguments[0].equals("list")) {
      inTree().forEach(System.out::println);
      return;
    }
    List<String> expected = lines(Path.of(arguments[1]));
    List<String> allowedSkips = lines(Path.of(arguments[2]));
    if (arguments[0].equals("list-plain")) {
      plain(expected, allowedSkips).forEach(System.out::println);
      return;
    }
    boolean plain = arguments[0].equals("check-plain");
    boolean root = !plain && System.getProperty("user.name").equals("root");
    Suites suites = new Suites(root ? "root" : "user");
    suites.check(
        plain ? plain(expected, allowedSkips) : expected, allowedSkips, arguments[0].equals("check"));
    if (plain) {
      suites.requirePassed(forPlainUser(allowedSkips));
    }
    suites.errors.forEach(error -> System.out.println("CI: " + error));
    System.out.printf("%d passed, %d failed, %d skipped%n", suites.passed, suites.failed, suites.skipped);
    System.exit(suites.errors.isEmpty() && suites.failed == 0 ? 0 : 1);
  }

  /** A class is a suite when Maven runs it by its name in the default build; an abstract one is not. */
  private static Set<String> inTree() throws IOException {
    Set<String> suites = new TreeSet<>();
    for (Path module : modules()) {
      Path tests = module.resolve("src/test/java");
      if (!Files.isDirectory(tests)) {
        continue;
      }
      try (Stream<Path> files = Files.walk(tests)) {
        for (Path file : files.filter(f -> f.toString().matches(".*(Test|IT)\\.java")).toList()) {
          String source = Files.readString(file);
          if (!source.contains("abstract class " + simpleName(file)) && !ALL_THOROUGH.matcher(source).find()) {
            String name = tests.relativize(file).toString().replace('/', '.');
            suites.add(module.getFileName() + " " + name.substring(0, name.length() - ".java".length()));
          }
        }
      }
    }
    return suites;
  }

  private static List<String> plain(List<String> expected, List<String> allowedSkips) {
    Set<String> classes = new TreeSet<>();
    forPlainUser(allowedSkips).forEach(test -> classes.add(test.replaceFirst("#.*", "")));
    return expected.stream().filter(suite -> classes.contains(suite.split(" ")[1])).toList();
  }

  /** What root skips may be skipped because it passed here, and the rest does something else here: all has to pass. */
  private void requirePassed(List<String> tests) {
    for (String test : tests) {
      if (passedTests.stream().noneMatch(name -> name.equals(test) || name.startsWith(test + "#"))) {
        errors.add("it has to pass as a plain user, and did not: " + test);
      }
    }
  }

  private void check(List<String> expected, List<String> allowedSkips, boolean whole) throws Exception {
    Map<String, int[]> counts = new TreeMap<>();
    Set<String> skippedTests = new TreeSet<>();
    for (Path report : reports()) {
      Element root =
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile()).getDocumentElement();
      NodeList cases = root.getElementsByTagName("testcase");
      for (int i = 0; i < cases.getLength(); i++) {
        count(module(report), (Element) cases.item(i), counts, skippedTests);
      }
    }
    Map<String, String> allowed = reasons(allowedSkips);
    for (String suite : expected) {
      int[] count = counts.remove(suite);
      if (count == null) {
        errors.add("expected suite did not run: " + suite);
      } else if (count[0] == 0 && !allowed.containsKey(suite.split(" ")[1])) {
        errors.add("expected suite was skipped whole: " + suite);
      }
    }
    if (whole) {
      counts.keySet().forEach(suite -> errors.add("suite is not listed in .ci/suites.txt: " + suite));
    }
    for (String test : skippedTests) {
      if (!allowed.containsKey(test) && !allowed.containsKey(test.substring(0, test.indexOf('#')))) {
        errors.add("test was skipped, and .ci/allowed-skips.txt gives no reason: " + test);
      }
    }
  }

  private void count(String module, Element test, Map<String, int[]> counts, Set<String> skippedTests) {
    String className = test.getAttribute("classname").replaceFirst("\\$.*", "");
    String name = className + "#" + test.getAttribute("name").replaceFirst("[({\\[].*", "").strip();
    int[] count = counts.computeIfAbsent(module + " " + className, key -> new int[1]);
    if (has(test, "skipped")) {
      skipped++;
      skippedTests.add(name);
    } else {
      count[0]++;
      if (has(test, "failure") || has(test, "error")) {
        failed++;
        errors.add("failed: " + module + " " + name);
      } else {
        passed++;
        passedTests.add(name);
      }
    }
  }

  /** Reads lines of when, class or class#method, and the reason; those that hold for this user count. */
  private Map<String, String> reasons(List<String> lines) {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (String line : lines) {
      String[] parts = line.split("\\s+", 3);
      if (parts.length < 3 || !Set.of("root", "user", "always", "plain").contains(parts[0])) {
        throw new IllegalArgumentException("an allowed skip says when and why: " + line);
      }
      if (parts[0].equals("always") || parts[0].equals(user)) {
        reasons.put(parts[1], parts[2]);
      }
    }
    return reasons;
  }

  private static List<String> forPlainUser(List<String> allowedSkips) {
    return allowedSkips.stream()
        .map(line -> line.split("\\s+"))
        .filter(parts -> Set.of("root", "plain").contains(parts[0]))
        .map(parts -> parts[1])
        .toList();
  }

  private static boolean has(Element test, String child) {
    return test.getElementsByTagName(child).getLength() > 0;
  }

  private static List<Path> reports() throws IOException {
    List<Path> reports = new ArrayList<>();
    for (Path module : modules()) {
      for (String directory : new String[] {"surefire-reports", "failsafe-reports"}) {
        Path reportsOfModule = module.resolve("target").resolve(directory);
        if (Files.isDirectory(reportsOfModule)) {
          try (Stream<Path> files = Files.list(reportsOfModule)) {
            files.filter(f -> f.getFileName().toString().matches("TEST-.*\\.xml")).sorted().forEach(reports::add);
          }
        }
      }
    }
    return reports;
  }

  private static List<Path> modules() throws IOException {
    try (Stream<Path> directories = Files.list(Path.of(""))) {
      return directories.filter(d -> Files.exists(d.resolve("pom.xml"))).sorted().toList();
    }
  }

  private static String module(Path report) {
    return report.getName(0).toString();
  }

  private static String simpleName(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  private static List<String> lines(Path file) throws IOException {
    return Arrays.stream(Files.readString(file).split("\n"))
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }
}
