package io.byssus.testkit.crash;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What was done to a {@link CrashFileSystem}, to be cut off at any point.
 *
 * <p>A crash keeps what was synced before it. Of the rest, each operation may have reached the disk
 * or not, in any order, as POSIX allows: names of one directory come and go one without the other,
 * and bytes are there, are missing, are zeros or stop in the middle. That is more than most file
 * systems do. A sync of a file makes its bytes, length, time and permissions durable and no name of
 * it; a sync of a directory makes the names in it durable, and neither its own nor what they name.
 * A rename happens whole or not at all. Immutable.
 */
public final class Recording {
  private final DiskState before;
  private final List<DiskOperation> operations;
  private final Predicate<? super Sync> ignored;
  private final int[] durableAt;

  Recording(DiskState before, List<DiskOperation> operations, Predicate<? super Sync> ignored) {
    this.before = before;
    this.operations = operations;
    this.ignored = ignored;
    this.durableAt = durableAt();
  }

  /** Returns all syncs in their order, those that are ignored too. */
  public List<Sync> syncs() {
    return operations.stream()
        .filter(DiskOperation.Durable.class::isInstance)
        .map(operation -> ((DiskOperation.Durable) operation).sync())
        .toList();
  }

  /**
   * Returns the same as if some syncs were not in the code: a test that notices nothing does not
   * test them.
   *
   * @param which the syncs that make nothing durable
   */
  public Recording ignoring(Predicate<? super Sync> which) {
    return new Recording(before, operations, which);
  }

  /** Returns how many operations there are. */
  public int length() {
    return operations.size();
  }

  /**
   * Returns the crashes after each operation, the last one included: one in which all that was not
   * synced is lost, one in which nothing is (the process was killed and not the machine), and some
   * in which chance decides.
   *
   * @param seed decides with the position; a test prints it
   * @param byChance how many of the last kind for each position
   */
  public Stream<Crash> crashes(long seed, int byChance) {
    return IntStream.rangeClosed(0, operations.size())
        .boxed()
        .flatMap(length -> crashesAt(length, seed, byChance).stream());
  }

  /**
   * Returns a crash behind the last operation.
   *
   * @param seed decides what is lost of that which was not synced
   */
  public Crash crashNow(long seed) {
    return crash(operations.size(), Loss.BY_CHANCE, seed);
  }

  private List<Crash> crashesAt(int length, long seed, int byChance) {
    List<Crash> crashes = new ArrayList<>();
    DiskOperation last = length == 0 ? null : operations.get(length - 1);
    boolean synced = last instanceof DiskOperation.Durable;
    boolean promised = last instanceof DiskOperation.Promised;
    if (length == 0 || synced || promised) {
      // Between syncs and promises nothing else becomes durable or has to be.
      crashes.add(crash(length, Loss.ALL, seed));
    }
    if (!synced) {
      crashes.add(crash(length, Loss.NOTHING, seed));
    }
    boolean undecided = IntStream.range(0, length).anyMatch(i -> durableAt[i] >= length);
    for (int i = 0; undecided && i < byChance; i++) {
      crashes.add(crash(length, Loss.BY_CHANCE, seed * 1_000_003 + length * 31L + i));
    }
    return crashes;
  }

  private enum Loss {
    ALL,
    NOTHING,
    BY_CHANCE
  }

  private Crash crash(int length, Loss loss, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    DiskState state = before.copy();
    List<String> promises = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      DiskOperation operation = operations.get(i);
      if (operation instanceof DiskOperation.Promised it) {
        promises.add(it.promise());
      } else if (durableAt[i] < length || loss == Loss.NOTHING) {
        state.apply(operation);
      } else if (loss == Loss.BY_CHANCE) {
        applySome(operation, state, random);
      }
    }
    String how =
        "crash after operation %d of %d, losing %s%s"
            .formatted(
                length,
                operations.size(),
                switch (loss) {
                  case ALL -> "all that was not synced";
                  case NOTHING -> "nothing";
                  case BY_CHANCE -> "by chance with seed " + seed;
                },
                length == 0 ? "" : ": " + operations.get(length - 1));
    return new Crash(new CrashFileSystem(state), promises, how);
  }

  private static void applySome(DiskOperation operation, DiskState state, SplittableRandom random) {
    int chance = random.nextInt(4);
    if (operation instanceof DiskOperation.Write write && chance > 1) {
      ByteBuffer bytes = write.bytes().duplicate();
      if (chance == 2) {
        bytes.limit(bytes.position() + bytes.remaining() / 2);
      } else {
        bytes = ByteBuffer.allocate(bytes.remaining());
      }
      state.apply(new DiskOperation.Write(write.inode(), write.offset(), bytes));
    } else if (chance % 2 == 1) {
      state.apply(operation);
    }
  }

  /** For each operation: the position of the sync that makes it durable, behind the end if none. */
  private int[] durableAt() {
    int[] at = new int[operations.size()];
    Arrays.fill(at, Integer.MAX_VALUE);
    for (int i = 0; i < at.length; i++) {
      for (int j = i + 1; j < at.length && at[i] == Integer.MAX_VALUE; j++) {
        if (operations.get(j) instanceof DiskOperation.Durable sync
            && sync.inode() == syncedWith(operations.get(i))
            && !ignored.test(sync.sync())) {
          at[i] = j;
        }
      }
    }
    return at;
  }

  /** Returns the inode with whose sync an operation becomes durable. */
  private static int syncedWith(DiskOperation operation) {
    if (operation instanceof DiskOperation.Name it) {
      return it.directory();
    } else if (operation instanceof DiskOperation.Unname it) {
      return it.directory();
    } else if (operation instanceof DiskOperation.Rename it) {
      return it.newDirectory();
    } else if (operation instanceof DiskOperation.Write it) {
      return it.inode();
    } else if (operation instanceof DiskOperation.Resize it) {
      return it.inode();
    } else if (operation instanceof DiskOperation.Date it) {
      return it.inode();
    } else if (operation instanceof DiskOperation.Permit it) {
      return it.inode();
    }
    return -1;
  }
}
