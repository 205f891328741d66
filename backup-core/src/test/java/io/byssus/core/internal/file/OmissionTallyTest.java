package io.byssus.core.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.byssus.api.source.EntryPath;
import io.byssus.api.source.Omission;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OmissionTallyTest {
  private final OmissionTally tally = new OmissionTally();

  private static EntryPath path(int number) {
    return EntryPath.parse("/d/" + number);
  }

  @Test
  void nothingWasOmittedAtFirst() {
    assertThat(tally.list()).isEmpty();
  }

  @Test
  void whatIsTheSameForTheSameReasonIsCountedTogetherAndOrderedByName() {
    tally.add(path(1), "user.b", "too long");
    tally.add(path(2), "user.a", "permission denied");
    tally.add(path(3), "user.b", "too long");
    tally.add(path(4), "user.b", "permission denied");

    assertThat(tally.list())
        .containsExactly(
            new Omission("user.a", "permission denied", 1, List.of(path(2))),
            new Omission("user.b", "permission denied", 1, List.of(path(4))),
            new Omission("user.b", "too long", 2, List.of(path(1), path(3))));
    assertThat(tally.list().get(2)).hasToString("user.b of 2 entries: too long");
  }

  @Test
  void allAreCountedAndTheFirstFiveNamed() {
    for (int i = 0; i < 1_000; i++) {
      tally.add(path(i), "owner", "why");
    }
    List<EntryPath> first = List.of(path(0), path(1), path(2), path(3), path(4));
    assertThat(tally.list()).containsExactly(new Omission("owner", "why", 1_000, first));
  }

  @Test
  void aListDoesNotChangeWhenMoreIsCounted() {
    tally.add(path(1), "owner", "why");
    List<Omission> before = tally.list();
    tally.add(path(2), "owner", "why");
    assertThat(before).containsExactly(new Omission("owner", "why", 1, List.of(path(1))));
  }

  @Test
  void sortsWithoutEndAreCountedTogetherAtTheEndAndKnownOnesGoOn() {
    for (int i = 0; i < 5_000; i++) {
      tally.add(path(i), "user." + i, "why");
    }
    tally.add(path(7), "user.7", "why");

    List<Omission> all = tally.list();
    assertThat(all).hasSize(1_001);
    assertThat(all.stream().mapToLong(Omission::count).sum()).isEqualTo(5_001);
    Omission last = all.get(all.size() - 1);
    assertThat(last.what()).isEqualTo("others");
    assertThat(last.count()).isEqualTo(4_000);
    assertThat(last.first()).hasSize(5).startsWith(path(1_000));
    assertThat(all)
        .contains(new Omission("user.7", "why", 2, List.of(path(7), path(7))))
        .doesNotContain(new Omission("user.4999", "why", 1, List.of(path(4_999))));
  }

  @Test
  void severalThreadsMayCount() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> counting = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        counting.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 10_000; i++) {
                    tally.add(path(i), "user." + i % 10, "why");
                  }
                }));
      }
      for (Future<?> one : counting) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(tally.list()).hasSize(10).allMatch(omission -> omission.count() == 4_000);
  }
}
