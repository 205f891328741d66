package io.byssus.testkit.model;

import io.byssus.api.store.BlobStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A repository in a {@link BlobStore} holds what it should, whatever happens: a randomised test
 * that every store's author can subclass.
 *
 * <p>By chance it backs up, changes the source, forgets, pins, prunes and restores, while requests
 * of the store fail or lose their answers, and lets everything crash. After each change the
 * snapshots are compared with a model of what should be there, and in the end all of them are
 * restored, compared and checked. What was reported has to be there; what failed may have happened
 * or not.
 *
 * <p>A subclass opens the store at an empty place, and again after a crash:
 *
 * <pre>{@code
 * class MapStoreModelTest extends RepositoryModelContract {
 *   private ConcurrentSkipListMap<BlobKey, byte[]> last = new ConcurrentSkipListMap<>();
 *
 *   protected BlobStore openStore() {
 *     last = new ConcurrentSkipListMap<>();
 *     return new MapStore(last);
 *   }
 *
 *   protected Optional<BlobStore> openAfterCrash(long seed) {
 *     return Optional.of(new MapStore(last));
 *   }
 * }
 * }</pre>
 *
 * <p>Three seeds are run, or as many as {@code -Dbyssus.seeds=N} says, from the first or {@code
 * -Dbyssus.seed=N} on; the seed is in the name of the test and in its failure. A seed takes a
 * second where the store answers at once, and fails after ten minutes unless the subclass has
 * another {@link Timeout}. It comes on top of {@link io.byssus.testkit.store.BlobStoreContract},
 * which names the rule that is broken: this one finds what nobody made a rule of.
 *
 * <p>The faults are injected in front of the store. That it survives the loss of power, or of its
 * server, is tested only as far as {@link #openAfterCrash} plays it.
 */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class RepositoryModelContract {
  private static final long FIRST_SEED = Long.getLong("byssus.seed", 1);
  private static final int STEPS = 30;

  private Path directory;

  /** For subclasses. */
  protected RepositoryModelContract() {}

  /**
   * Opens the store at a place that is empty. Called once in each test; the test closes what it
   * opened.
   *
   * @throws Exception if that fails: so does the test
   */
  protected abstract BlobStore openStore() throws Exception;

  /**
   * Ends everything at the place of {@link #openStore} at once, and opens what that left.
   *
   * <p>For most stores a crash is that of the client: what it created is there, so that another
   * client of the place is all that is needed. A store which can lose its machine, such as one on a
   * {@link io.byssus.testkit.crash.CrashFileSystem}, may do so here. The client before is still
   * open, and is closed afterwards; that has to work also when what it spoke to is gone.
   *
   * @param seed chooses what the crash leaves, where that is chance
   * @return a client that was not used before; empty if nothing survives its client, so that
   *     nothing crashes
   * @throws Exception if that fails: so does the test
   */
  protected abstract Optional<BlobStore> openAfterCrash(long seed) throws Exception;

  /** Takes the place of the files that are backed up and restored. */
  @BeforeEach
  void takeDirectory(@TempDir Path temporary) {
    directory = temporary;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  public final void holdsWhatItShould(long seed) {
    run(seed, STEPS);
  }

  static LongStream seeds() {
    return seeds(3);
  }

  /**
   * Returns the seeds to run.
   *
   * @param count how many, unless {@code -Dbyssus.seeds=N} says so
   */
  protected static LongStream seeds(int count) {
    return LongStream.range(FIRST_SEED, FIRST_SEED + Integer.getInteger("byssus.seeds", count));
  }

  /**
   * Runs a seed, once in a test: for tests of one's own that take longer.
   *
   * @param seed from it all comes that is chance
   * @param steps how much happens, at least 1
   * @throws AssertionError if something went wrong; says the seed and what was done
   */
  protected final void run(long seed, int steps) {
    List<String> history = new ArrayList<>();
    try {
      new RepositoryModel(seed, place(), directory, history::add).run(steps);
    } catch (Throwable e) {
      throw new AssertionError("seed " + seed + " after " + history, e);
    }
  }

  private Place place() {
    return new Place() {
      @Override
      public BlobStore open() throws Exception {
        return openStore();
      }

      @Override
      public Optional<BlobStore> openAfterCrash(long seed) throws Exception {
        return RepositoryModelContract.this.openAfterCrash(seed);
      }
    };
  }
}
