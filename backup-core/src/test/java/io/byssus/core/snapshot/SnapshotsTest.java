package io.byssus.core.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.SnapshotId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotsTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private final Snapshot morning = snapshot(1, NOON.minusSeconds(3600));
  private final Snapshot noon = snapshot(2, NOON);
  private final Snapshot noonAgain = snapshot(3, NOON);
  private final Snapshot evening = snapshot(4, NOON.plusSeconds(3600));

  /** Committed by machines whose clocks differ. */
  private final Snapshots snapshots = new Snapshots(List.of(evening, noon, noonAgain, morning));

  @Test
  void nearestIsTheLatestAtOrBefore() {
    assertThat(snapshots.nearest(NOON.plusSeconds(3599))).contains(noonAgain);
    assertThat(snapshots.nearest(NOON)).contains(noonAgain);
    assertThat(snapshots.nearest(NOON.minusNanos(1))).contains(morning);
    assertThat(snapshots.nearest(Instant.MAX)).contains(evening);
  }

  @Test
  void nearestIsTheFirstAfterWhereNoneIsBefore() {
    assertThat(snapshots.nearest(Instant.EPOCH)).contains(morning);
  }

  @Test
  void nothingIsNearestAmongNone() {
    assertThat(new Snapshots(List.of()).nearest(NOON)).isEmpty();
  }

  private static Snapshot snapshot(int number, Instant time) {
    byte[] id = new byte[32];
    id[0] = (byte) number;
    return Snapshot.builder(SnapshotId.of(id)).time(time).build();
  }
}
