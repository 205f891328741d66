package io.byssus.api.target;

import java.io.IOException;
import java.util.Optional;

/**
 * What is restored into: where it is and how it is written. Incubating.
 *
 * <p>A target says what it is; a {@link TargetSession} writes it once, and a {@link TargetView}
 * looks at what is there.
 */
public interface Target {
  /** Returns where it is, for people. */
  String location();

  /**
   * Looks at what is there, changing nothing; a target that is not there yet is an empty one.
   *
   * @return nothing if this kind of target can't be looked into: then everything is written, and
   *     rules about what is there already are refused
   * @throws IOException if it can't be looked at now
   */
  default Optional<TargetView> view() throws IOException {
    return Optional.empty();
  }

  /**
   * Starts writing.
   *
   * @throws TargetUnwritableException if it can't be written at all
   */
  TargetSession open();
}
