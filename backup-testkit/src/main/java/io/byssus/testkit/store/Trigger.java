package io.byssus.testkit.store;

import io.byssus.api.DataSize;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Decides which requests a {@link Fault} hits. Implementations are safe for use by many threads.
 */
@FunctionalInterface
public interface Trigger {
  /** Returns whether the fault hits this request. */
  boolean fires(StoreRequest request);

  /** Returns a trigger for every request of an operation. */
  static Trigger every(StoreOperation operation) {
    return request -> request.operation() == operation;
  }

  /**
   * Returns a trigger for one request of an operation.
   *
   * @param operation the operation
   * @param number which request of it, from 1 on
   */
  static Trigger call(StoreOperation operation, long number) {
    return request -> request.operation() == operation && request.number() == number;
  }

  /**
   * Returns a trigger for a request of an operation and all after it.
   *
   * @param operation the operation
   * @param number the first request of it, from 1 on
   */
  static Trigger callsFrom(StoreOperation operation, long number) {
    return request -> request.operation() == operation && request.number() >= number;
  }

  /**
   * Returns a trigger for requests by their key, or a listing's prefix.
   *
   * @param operation the operation
   * @param subject which keys
   */
  static Trigger on(StoreOperation operation, Predicate<String> subject) {
    return request -> request.operation() == operation && subject.test(request.subject());
  }

  /**
   * Returns a trigger for creates that find no room: a create for which there is room takes it,
   * whatever becomes of it, and a larger one does not. With {@link Fault#full()} it is a disk of a
   * size. The trigger remembers what was taken.
   *
   * @param room for how many bytes there is room
   */
  static Trigger createsBeyond(DataSize room) {
    AtomicLong left = new AtomicLong(room.bytes());
    return request -> {
      if (request.operation() != StoreOperation.CREATE) {
        return false;
      }
      long before =
          left.getAndUpdate(free -> free >= request.bytes() ? free - request.bytes() : free);
      return before < request.bytes();
    };
  }

  /**
   * Returns a trigger for a random part of all requests. It is a function of the seed, the
   * operation and the request's number alone, so that a run with one thread can be repeated
   * exactly.
   *
   * @param seed any number; a test prints it
   * @param probability from 0 (never) to 1 (always)
   */
  static Trigger seeded(long seed, double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("a probability is from 0 to 1: " + probability);
    }
    return request -> {
      long mixed = seed * 31 + request.operation().name().hashCode();
      return new SplittableRandom(mixed * 0x9E3779B97F4A7C15L + request.number()).nextDouble()
          < probability;
    };
  }

  /** Returns a trigger that fires when this and another one do. */
  default Trigger and(Trigger other) {
    return request -> fires(request) && other.fires(request);
  }
}
