package io.byssus.core.retention;

import io.byssus.core.snapshot.Snapshot;
import io.byssus.core.snapshot.WriteOnlyHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Snapshots that are counted together, and which of them stay. Immutable. */
public final class RetentionGroup {
  private final Key key;
  private final List<RetentionDecision> decisions;

  RetentionGroup(Key key, List<RetentionDecision> decisions) {
    this.key = key;
    this.decisions = List.copyOf(decisions);
  }

  /**
   * Returns the write-only host that made all of them; nothing if full holders did. No policy puts
   * what one host made into a group with anything else.
   */
  public Optional<WriteOnlyHost> writtenBy() {
    return key.writtenBy();
  }

  /** Returns the origin that they have in common, if they are grouped by it. */
  public Optional<String> origin() {
    return key.origin();
  }

  /** Returns the host that they have in common, if they are grouped by it. */
  public Optional<String> host() {
    return key.host();
  }

  /** Returns the paths that they have in common, sorted, if they are grouped by them. */
  public Optional<List<String>> paths() {
    return key.paths();
  }

  /** Returns the tags that they have in common, sorted, if they are grouped by them. */
  public Optional<List<String>> tags() {
    return key.tags();
  }

  /** Returns what the policy says of each, in the order in which they were committed. */
  public List<RetentionDecision> decisions() {
    return decisions;
  }

  /** Returns those that stay. */
  public List<Snapshot> kept() {
    return decisions.stream()
        .filter(RetentionDecision::kept)
        .map(RetentionDecision::snapshot)
        .toList();
  }

  /** Returns those that go. */
  public List<Snapshot> removed() {
    return decisions.stream()
        .filter(decision -> !decision.kept())
        .map(RetentionDecision::snapshot)
        .toList();
  }

  /** Returns what they have in common, such as {@code origin shop}. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    key.writtenBy().ifPresent(maker -> parts.add("write-only host " + maker));
    key.origin().ifPresent(name -> parts.add("origin " + name));
    key.host().ifPresent(name -> parts.add("host " + name));
    key.paths().ifPresent(all -> parts.add("paths " + String.join(" ", all)));
    key.tags().ifPresent(all -> parts.add("tags " + String.join(",", all)));
    return parts.isEmpty() ? "all snapshots" : String.join(", ", parts);
  }

  /** What the snapshots of a group have in common. */
  record Key(
      Optional<WriteOnlyHost> writtenBy,
      Optional<String> origin,
      Optional<String> host,
      Optional<List<String>> paths,
      Optional<List<String>> tags) {
    static Key of(Snapshot snapshot, Set<GroupBy> by) {
      return new Key(
          snapshot.writtenBy(),
          Optional.of(snapshot.origin()).filter(origin -> by.contains(GroupBy.ORIGIN)),
          Optional.of(snapshot.host()).filter(host -> by.contains(GroupBy.HOST)),
          Optional.of(snapshot.paths()).filter(p -> by.contains(GroupBy.PATHS)).map(Key::sorted),
          Optional.of(snapshot.tags()).filter(t -> by.contains(GroupBy.TAGS)).map(Key::sorted));
    }

    private static List<String> sorted(List<String> texts) {
      return texts.stream().distinct().sorted().toList();
    }
  }
}
