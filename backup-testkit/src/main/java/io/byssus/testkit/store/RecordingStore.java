package io.byssus.testkit.store;

import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobPage;
import io.byssus.api.store.BlobStore;
import io.byssus.api.store.CreateOptions;
import io.byssus.api.store.DeleteReport;
import io.byssus.api.store.PageToken;
import io.byssus.api.store.StoreLocation;
import io.byssus.api.store.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store in front of an empty one that writes down what is created and deleted, so that a test can
 * look at what is there if everything ends at any moment.
 *
 * <p>A moment is the start or the end of a request. Requests that were under way then have happened
 * in one of its states, and not in the other: an answer may be lost, and a request may arrive after
 * its sender has died. It passes no capability on. Safe for use by many threads; what is recorded
 * stays in memory.
 */
public final class RecordingStore implements BlobStore {
  private final BlobStore store;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Step> steps = new ArrayList<>();

  private RecordingStore(BlobStore store) {
    this.store = store;
  }

  /**
   * Returns a store that has recorded nothing yet.
   *
   * @param store does the work, is empty, and is closed with the new one
   */
  public static RecordingStore around(BlobStore store) {
    return new RecordingStore(store);
  }

  /** A request that changes the store, and no other: two are never equal. */
  private static final class Change {
    private final List<BlobKey> keys;

    /** What is created; a deletion has none. */
    private final @Nullable BlobBody created;

    private Change(Collection<BlobKey> keys, @Nullable BlobBody created) {
      this.keys = List.copyOf(keys);
      this.created = created;
    }

    private void apply(InMemoryStore to) {
      if (created == null) {
        to.delete(keys).orThrow();
      } else if (to.stat(keys.get(0)).isEmpty()) {
        to.create(keys.get(0), created, CreateOptions.none());
      }
    }
  }

  private enum Moment {
    BEGIN,
    SUCCESS,
    FAILURE,
    PROMISE
  }

  private record Step(Moment moment, @Nullable Change change, String text) {}

  private void note(Moment moment, @Nullable Change change, String text) {
    lock.lock();
    try {
      steps.add(new Step(moment, change, text));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Notes that something has to be true from here on.
   *
   * @param promise names it
   */
  public void promise(String promise) {
    note(Moment.PROMISE, null, promise);
  }

  /** Returns the states at each moment so far, from the empty store on. */
  public Stream<StoreState> states() {
    List<Step> recorded;
    lock.lock();
    try {
      recorded = List.copyOf(steps);
    } finally {
      lock.unlock();
    }
    return IntStream.rangeClosed(0, recorded.size())
        .boxed()
        .flatMap(length -> statesAt(recorded.subList(0, length)).stream());
  }

  private static List<StoreState> statesAt(List<Step> steps) {
    InMemoryStore without = InMemoryStore.create();
    Map<Change, Step> running = new LinkedHashMap<>();
    List<String> promises = new ArrayList<>();
    for (Step step : steps) {
      Change change = step.change();
      if (change == null) {
        promises.add(step.text());
      } else if (step.moment() == Moment.BEGIN) {
        running.put(change, step);
      } else {
        running.remove(change);
        if (step.moment() == Moment.SUCCESS) {
          change.apply(without);
        }
      }
    }
    String when = "after step " + steps.size() + (steps.isEmpty() ? "" : " " + last(steps));
    List<StoreState> states = new ArrayList<>();
    states.add(new StoreState(without, promises, when));
    if (!running.isEmpty()) {
      InMemoryStore with = copyOf(without);
      running.keySet().forEach(change -> change.apply(with));
      states.add(new StoreState(with, promises, when + ", with what was under way"));
    }
    return states;
  }

  private static String last(List<Step> steps) {
    Step last = steps.get(steps.size() - 1);
    return last.moment() + " " + last.text();
  }

  private static InMemoryStore copyOf(InMemoryStore store) {
    InMemoryStore copy = InMemoryStore.create();
    for (String key : StoreProbe.keys(store, "")) {
      StoreProbe.put(copy, key, StoreProbe.content(store, key));
    }
    return copy;
  }

  @Override
  public StoreLocation location() {
    return store.location();
  }

  @Override
  public void create(BlobKey key, BlobBody body, CreateOptions options) {
    options.refuseRetention(location());
    Change change = new Change(List.of(key), copyOf(key, body));
    String text = "create " + key;
    note(Moment.BEGIN, change, text);
    Moment end = Moment.FAILURE;
    try {
      store.create(key, body, options);
      end = Moment.SUCCESS;
    } finally {
      note(end, change, text);
    }
  }

  private static BlobBody copyOf(BlobKey key, BlobBody body) {
    try (InputStream in = body.open()) {
      return BlobBody.of(in.readAllBytes());
    } catch (IOException e) {
      throw new StoreUnavailableException("the body of " + key + " can't be read: " + e, e);
    }
  }

  @Override
  public DeleteReport delete(Collection<BlobKey> keys) {
    Change change = new Change(keys, null);
    String text = "delete " + keys;
    note(Moment.BEGIN, change, text);
    Moment end = Moment.FAILURE;
    try {
      DeleteReport report = store.delete(keys);
      end = report.failures().isEmpty() ? Moment.SUCCESS : Moment.FAILURE;
      return report;
    } finally {
      note(end, change, text);
    }
  }

  @Override
  public void read(BlobKey key, long offset, ByteBuffer destination) {
    store.read(key, offset, destination);
  }

  @Override
  public Optional<BlobInfo> stat(BlobKey key) {
    return store.stat(key);
  }

  @Override
  public BlobPage list(String prefix, @Nullable PageToken after) {
    return store.list(prefix, after);
  }

  @Override
  public void close() {
    store.close();
  }

  @Override
  public String toString() {
    return "RecordingStore[" + store + "]";
  }
}
