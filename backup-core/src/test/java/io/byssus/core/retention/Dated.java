package io.byssus.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.SnapshotId;
import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.snapshot.Snapshots;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Snapshots of given times in the order of the log, without a repository, and what is kept. */
final class Dated {
  static final ZoneId UTC = ZoneId.of("UTC");
  static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  private Dated() {}

  /** Returns snapshots of one origin; times without a zone are those of UTC. */
  static Snapshots at(String... times) {
    return of(Stream.of(times).map(Dated::time).toList());
  }

  static Snapshots of(List<Instant> times) {
    List<Snapshot> all = new ArrayList<>();
    times.forEach(time -> all.add(snapshot(all.size(), time).build()));
    return new Snapshots(all);
  }

  static Snapshot.Builder snapshot(int number, Instant time) {
    String digits = Integer.toHexString(number);
    return Snapshot.builder(new SnapshotId("0".repeat(64 - digits.length()) + digits))
        .time(time)
        .of("shop", "host", List.of("/srv"));
  }

  private static Instant time(String text) {
    return Instant.parse(
        text.endsWith("Z") || text.contains("+") ? text : text.replace(' ', 'T') + ":00Z");
  }

  /** Returns the positions of those that stay. */
  static List<Integer> kept(RetentionPolicy.Builder policy, Snapshots snapshots) {
    return kept(policy.zone(UTC).build(), snapshots);
  }

  static List<Integer> kept(RetentionPolicy policy, Snapshots snapshots) {
    Set<SnapshotId> kept =
        policy.apply(snapshots, NOW).stream()
            .flatMap(group -> group.kept().stream())
            .map(Snapshot::id)
            .collect(Collectors.toSet());
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < snapshots.list().size(); i++) {
      if (kept.contains(snapshots.list().get(i).id())) {
        positions.add(i);
      }
    }
    assertThat(positions).hasSameSizeAs(kept);
    return positions;
  }

  /** Returns the snapshots of a policy that stay. */
  static Snapshots left(RetentionPolicy policy, Snapshots snapshots) {
    List<Integer> kept = kept(policy, snapshots);
    return new Snapshots(kept.stream().map(snapshots.list()::get).toList());
  }

  static List<String> reasons(RetentionPolicy policy, Snapshots snapshots, int position) {
    Snapshot asked = snapshots.list().get(position);
    return policy.apply(snapshots, NOW).stream()
        .flatMap(group -> group.decisions().stream())
        .filter(decision -> decision.snapshot().equals(asked))
        .findFirst()
        .orElseThrow()
        .reasons();
  }
}
