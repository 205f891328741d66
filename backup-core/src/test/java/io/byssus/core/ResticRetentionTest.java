package io.byssus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.byssus.core.retention.RetentionGroup;
import io.byssus.core.retention.RetentionPolicy;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.testkit.store.InMemoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots of the same dates stay here and in restic, by the same rules. */
@Timeout(600)
class ResticRetentionTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final int SNAPSHOTS = 32;

  /** A snapshot in restic's JSON, up to the time that tells it from the others. */
  private static final Pattern TIME = Pattern.compile("\\{\"time\":\"([^\"]+)\"");

  @Test
  void theSameSnapshotsStay(@TempDir Path directory) throws Exception {
    Restic control = new Restic(directory, ZONE);
    assumeTrue(control.isInstalled(), "restic, the control, is not installed");
    List<Instant> times = times();
    Path file = Files.writeString(directory.resolve("file"), "content");
    control.run("init");
    DatedBackups backups = new DatedBackups();
    try (BackupRepository repository = backups.create(InMemoryStore.create())) {
      for (Instant time : times) {
        backups.at(time.toString());
        backups.backUp(repository, "shop");
        control.run("backup", "--time", local(time), file.toString());
      }

      compare(control, repository, "--keep-last 3", policy -> policy.keepLast(3));
      compare(control, repository, "--keep-hourly 9", policy -> policy.hourly(9));
      compare(control, repository, "--keep-daily 7", policy -> policy.daily(7));
      compare(control, repository, "--keep-weekly 5", policy -> policy.weekly(5));
      compare(control, repository, "--keep-monthly 6", policy -> policy.monthly(6));
      compare(control, repository, "--keep-yearly 2", policy -> policy.yearly(2));
      compare(
          control,
          repository,
          "--keep-last 2 --keep-daily 4 --keep-weekly 4 --keep-monthly 9 --keep-yearly 9",
          policy -> policy.keepLast(2).daily(4).weekly(4).monthly(9).yearly(9));
      compare(
          control,
          repository,
          "--keep-within 3m10d5h",
          p -> p.within(RetentionPolicy.span("3m10d5h")));
      compare(
          control,
          repository,
          "--keep-within-hourly 20d --keep-within-daily 40d --keep-within-weekly 3m"
              + " --keep-within-monthly 1y --keep-within-yearly 9y",
          policy ->
              policy
                  .withinHourly(RetentionPolicy.span("20d"))
                  .withinDaily(RetentionPolicy.span("40d"))
                  .withinWeekly(RetentionPolicy.span("3m"))
                  .withinMonthly(RetentionPolicy.span("1y"))
                  .withinYearly(RetentionPolicy.span("9y")));
    }
  }

  /** Some years with pauses, days with several, and the edges of days, weeks and years. */
  private static List<Instant> times() {
    SplittableRandom random = new SplittableRandom(53);
    Set<Instant> times = new TreeSet<>();
    for (String edge :
        List.of(
            "2024-02-29T12:00:00Z",
            "2024-12-30T00:30:00Z",
            "2024-12-31T22:59:59Z",
            "2024-12-31T23:00:00Z",
            "2025-03-30T00:59:00Z",
            "2025-03-30T01:01:00Z",
            "2025-10-24T22:00:00Z",
            "2025-10-25T21:59:00Z",
            "2025-10-26T21:00:00Z")) {
      times.add(Instant.parse(edge));
    }
    Instant time = Instant.parse("2024-11-01T08:00:00Z");
    while (times.size() < SNAPSHOTS) {
      time = time.plusSeconds(random.nextLong(random.nextBoolean() ? 40_000 : 2_500_000));
      times.add(time);
    }
    return new ArrayList<>(times);
  }

  private static void compare(
      Restic control,
      BackupRepository repository,
      String options,
      UnaryOperator<RetentionPolicy.Builder> rules)
      throws Exception {
    List<String> command =
        new ArrayList<>(List.of("forget", "--dry-run", "--json", "--group-by", "paths"));
    command.addAll(List.of(options.split(" ", -1)));
    Set<Instant> theirs = keptByRestic(control.run(command.toArray(String[]::new)));

    RetentionPolicy policy = rules.apply(RetentionPolicy.builder().zone(ZONE)).build();
    List<RetentionGroup> groups = repository.retention(policy).plan().groups();

    assertThat(groups).hasSize(1);
    Set<Instant> ours = new TreeSet<>();
    groups.get(0).kept().stream().map(Snapshot::time).forEach(ours::add);
    assertThat(ours).as(options).isEqualTo(theirs).hasSizeLessThan(SNAPSHOTS);
  }

  /**
   * Reads the reasons: newer versions also keep the oldest snapshot where a rule keeps fewer than
   * it may, and say so.
   */
  private static Set<Instant> keptByRestic(String json) {
    Set<Instant> kept = new TreeSet<>();
    String reasons = json.substring(json.indexOf("\"reasons\":"));
    for (String reason : reasons.split("\\{\"snapshot\":", -1)) {
      Matcher time = TIME.matcher(reason);
      Matcher matches = Pattern.compile("\"matches\":\\[([^]]*)]").matcher(reason);
      if (time.find() && matches.find()) {
        boolean more =
            Stream.of(matches.group(1).split(",", -1))
                .anyMatch(match -> !match.startsWith("\"oldest "));
        if (more) {
          kept.add(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(time.group(1), Instant::from));
        }
      }
    }
    return kept;
  }

  private static String local(Instant time) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").format(time.atZone(ZONE));
  }
}
