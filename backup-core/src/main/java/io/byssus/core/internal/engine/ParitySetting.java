package io.byssus.core.internal.engine;

import io.byssus.api.Fraction;
import io.byssus.core.internal.log.Change;
import io.byssus.core.internal.parity.ParityStrength;
import java.util.Optional;

/** How much parity packs get, as the log says. */
public final class ParitySetting {
  private final OpenRepository repository;

  /** Looks at, or changes, the setting of a repository. */
  public ParitySetting(OpenRepository repository) {
    this.repository = repository;
  }

  /**
   * Returns the strength that a user asks for.
   *
   * @param part 0 for none
   * @throws IllegalArgumentException if there is no such strength
   */
  public static Optional<ParityStrength> strength(Fraction part) {
    return part.value() == 0 ? Optional.empty() : Optional.of(ParityStrength.of(part));
  }

  /** Returns the strength that packs get now. */
  public Optional<Fraction> read() {
    return repository.state().parity().map(ParityStrength::fraction);
  }

  /** Changes what packs get that are stored by the runs to come. */
  public void change(Optional<ParityStrength> strength) {
    repository.audited(
        "parity",
        () ->
            repository
                .log()
                .append(
                    repository.state(),
                    tail ->
                        tail.parity().equals(strength)
                            ? Optional.empty()
                            : Optional.of(new Change.SetParity(strength))),
        state -> null);
  }
}
