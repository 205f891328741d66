package io.byssus.testkit.store;

import java.util.List;

/** What is in a store at some moment of a {@link RecordingStore}'s life. Immutable, but for it. */
public final class StoreState {
  private final InMemoryStore store;
  private final List<String> promises;
  private final String description;

  StoreState(InMemoryStore store, List<String> promises, String description) {
    this.store = store;
    this.promises = List.copyOf(promises);
    this.description = description;
  }

  /** Returns a client of the blobs, which are nobody else's. */
  public InMemoryStore store() {
    return store;
  }

  /** Returns what was promised up to the moment. */
  public List<String> promises() {
    return promises;
  }

  /** Says which moment it was. */
  @Override
  public String toString() {
    return description;
  }
}
