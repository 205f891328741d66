package io.byssus.testkit.store;

import io.byssus.api.DamagedRepositoryException;
import io.byssus.api.store.BlobBody;
import io.byssus.api.store.BlobInfo;
import io.byssus.api.store.BlobKey;
import io.byssus.api.store.BlobPage;
import io.byssus.api.store.OutcomeUnknownException;
import io.byssus.api.store.StoreAccessDeniedException;
import io.byssus.api.store.StoreFullException;
import io.byssus.api.store.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * What goes wrong with a request to a {@link FaultyStore}.
 *
 * <p>Safe for use by many threads, as far as the code given to {@link #pausedBy} is.
 */
public abstract class Fault {
  private final String name;

  private Fault(String name) {
    this.name = name;
  }

  /** Does harm before the store sees the request. */
  void before(StoreRequest request) {}

  /** Does harm after the store has carried out the request. */
  void after(StoreRequest request) {}

  /**
   * Does harm to what was read.
   *
   * @param filled from position to limit the bytes that the caller will see
   */
  void damage(StoreRequest request, ByteBuffer filled) {}

  /** Returns what is stored instead of a body. */
  BlobBody stored(BlobBody body) {
    return body;
  }

  /**
   * Returns what is listed instead of a page.
   *
   * @param created the keys that were created through this client, the first one first
   */
  BlobPage listed(BlobPage page, List<BlobKey> created) {
    return page;
  }

  /** The store can't be reached: nothing is done. */
  public static Fault unavailable() {
    return throwing(
        "unavailable", request -> new StoreUnavailableException("injected: no answer: " + request));
  }

  /** The store refuses: nothing is done. */
  public static Fault accessDenied() {
    return throwing(
        "access denied", request -> new StoreAccessDeniedException("injected: denied: " + request));
  }

  /** There is no room: nothing is done. */
  public static Fault full() {
    return throwing("full", request -> new StoreFullException("injected: no room: " + request));
  }

  /** The request is lost on its way and so is the answer: nothing is done, but nobody knows. */
  public static Fault requestLost() {
    return throwing(
        "request lost", request -> new OutcomeUnknownException("injected: no answer: " + request));
  }

  /**
   * Nothing is done and an exception is thrown.
   *
   * @param name for {@link #toString()}
   * @param exception makes a fresh one for each request
   */
  public static Fault throwing(
      String name, Function<? super StoreRequest, ? extends RuntimeException> exception) {
    return new Fault(name) {
      @Override
      void before(StoreRequest request) {
        throw exception.apply(request);
      }
    };
  }

  /** The request is carried out, but the answer is lost. */
  public static Fault responseLost() {
    return new Fault("response lost") {
      @Override
      void after(StoreRequest request) {
        throw new OutcomeUnknownException("injected: the answer was lost: " + request);
      }
    };
  }

  /**
   * The request waits, then goes on as if nothing had happened: a slow store without a slow test.
   *
   * @param gate returns when the request may go on, such as when a latch is released
   */
  public static Fault pausedBy(Runnable gate) {
    return new Fault("paused") {
      @Override
      void before(StoreRequest request) {
        gate.run();
      }
    };
  }

  /**
   * The request waits for a time, or until the thread is interrupted, then goes on as if nothing
   * had happened.
   *
   * @param time how long, for each request
   */
  public static Fault delayed(Duration time) {
    return new Fault("delayed by " + time) {
      @Override
      void before(StoreRequest request) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
          LockSupport.parkNanos(end - System.nanoTime());
        }
      }
    };
  }

  /**
   * The store breaks its contract: of a blob that is created it keeps the first half, and says that
   * all is well. With {@link #responseLost()} it is a store whose power failed.
   */
  public static Fault tornBlob() {
    return new Fault("torn blob") {
      @Override
      BlobBody stored(BlobBody body) {
        try (InputStream in = body.open()) {
          return BlobBody.of(in.readNBytes((int) (body.length() / 2)));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  /**
   * The store breaks its contract: a listing is as it was a while ago, and lacks the latest blobs
   * that were created through this client.
   *
   * @param blobs how many of them it lacks
   */
  public static Fault staleList(int blobs) {
    return new Fault("stale list") {
      @Override
      BlobPage listed(BlobPage page, List<BlobKey> created) {
        Set<BlobKey> unseen =
            Set.copyOf(created.subList(Math.max(0, created.size() - blobs), created.size()));
        List<BlobInfo> seen =
            page.blobs().stream().filter(blob -> !unseen.contains(blob.key())).toList();
        return page.next().map(next -> BlobPage.of(seen, next)).orElse(BlobPage.last(seen));
      }
    };
  }

  /** The blob ends in the middle of the read: it was cut short where it is stored. */
  public static Fault truncatedBlob() {
    return new HalfRead("truncated blob") {
      @Override
      RuntimeException failure(StoreRequest request) {
        return new DamagedRepositoryException("injected: the blob ends early: " + request);
      }
    };
  }

  /** The connection breaks in the middle of the read; the blob is whole. */
  public static Fault brokenRead() {
    return new HalfRead("broken read") {
      @Override
      RuntimeException failure(StoreRequest request) {
        return new StoreUnavailableException("injected: broken off half-way: " + request);
      }
    };
  }

  /**
   * One bit of what is read is wrong, and nobody says so. Which one is a function of the seed and
   * the request's number.
   *
   * @param seed any number; a test prints it
   */
  public static Fault flippedBit(long seed) {
    return new Fault("flipped bit") {
      @Override
      void damage(StoreRequest request, ByteBuffer filled) {
        if (filled.hasRemaining()) {
          SplittableRandom random = new SplittableRandom(seed + request.number());
          int at = filled.position() + random.nextInt(filled.remaining());
          filled.put(at, (byte) (filled.get(at) ^ (1 << random.nextInt(Byte.SIZE))));
        }
      }
    };
  }

  @Override
  public String toString() {
    return name;
  }

  /** Leaves the second half of the bytes zero and fails. */
  private abstract static class HalfRead extends Fault {
    private HalfRead(String name) {
      super(name);
    }

    abstract RuntimeException failure(StoreRequest request);

    @Override
    void damage(StoreRequest request, ByteBuffer filled) {
      int half = filled.position() + filled.remaining() / 2;
      for (int at = half; at < filled.limit(); at++) {
        filled.put(at, (byte) 0);
      }
      throw failure(request);
    }
  }
}
