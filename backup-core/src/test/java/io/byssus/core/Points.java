package io.byssus.core;

/**
 * At which of an operation's requests it is cut short, in tests that go through them all: at every
 * third by default, so that the default build is fast, and at each with {@code
 * -Dbyssus.points.step=1}, as CI's long run does.
 */
final class Points {
  static final int STEP = Integer.getInteger("byssus.points.step", 3);

  private Points() {}

  /** Returns how many points there are, to within a step, of which so many were met. */
  static int all(int met) {
    return met * STEP;
  }
}
