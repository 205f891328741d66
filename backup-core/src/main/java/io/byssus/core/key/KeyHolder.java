package io.byssus.core.key;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody, or something, that can open the repository. Immutable. */
public final class KeyHolder {
  private final String id;
  private final Kind kind;
  private final String label;
  private final @Nullable Instant created;
  private final boolean current;
  private final boolean writeOnly;

  /** How a key file is opened. */
  public enum Kind {
    /** With a passphrase. */
    PASSPHRASE,
    /** With a key provider. */
    PROVIDER,
    /** With a recovery key, which was printed once. */
    RECOVERY_KEY,
    /**
     * Nobody knows: the log does not name the key file. Adding it was cut short, or is under way,
     * or it was removed and its file could not be deleted. It may open the repository all the same.
     */
    LEFTOVER;

    /** Returns the kind in words. */
    public String described() {
      return switch (this) {
        case PASSPHRASE -> "passphrase";
        case PROVIDER -> "key provider";
        case RECOVERY_KEY -> "recovery key";
        case LEFTOVER -> "leftover key file";
      };
    }
  }

  private KeyHolder(Builder builder) {
    this.id = builder.id;
    this.kind = builder.kind;
    this.label = builder.label;
    this.created = builder.created;
    this.current = builder.current;
    this.writeOnly = builder.writeOnly;
  }

  /**
   * Starts a holder, as the repository does that lists them.
   *
   * @param id the name of the key file: 64 hexadecimal digits
   * @param kind how it is opened
   * @param label a name for people
   */
  public static Builder of(String id, Kind kind, String label) {
    return new Builder(id, kind, label);
  }

  /** Returns the name of the holder's key file: 64 hexadecimal digits. */
  public String id() {
    return id;
  }

  /** Returns how the key file is opened. */
  public Kind kind() {
    return kind;
  }

  /** Returns a name for people. */
  public String label() {
    return label;
  }

  /** Returns when it was added, by the clock of the machine that did; nothing for a leftover. */
  public Optional<Instant> created() {
    return Optional.ofNullable(created);
  }

  /**
   * Returns whether it is a host that can only back up. All others are full holders: they read and
   * write, and add and remove holders.
   */
  public boolean writeOnly() {
    return writeOnly;
  }

  /** Returns whether the repository was opened with it. */
  public boolean current() {
    return current;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyHolder that
        && id.equals(that.id)
        && kind == that.kind
        && label.equals(that.label)
        && Objects.equals(created, that.created)
        && current == that.current
        && writeOnly == that.writeOnly;
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return kind + " " + label + " (" + id + ")";
  }

  /** Collects what is known of a {@link KeyHolder}. */
  public static final class Builder {
    private final String id;
    private final Kind kind;
    private final String label;
    private @Nullable Instant created;
    private boolean current;
    private boolean writeOnly;

    private Builder(String id, Kind kind, String label) {
      this.id = Objects.requireNonNull(id, "id");
      this.kind = Objects.requireNonNull(kind, "kind");
      this.label = Objects.requireNonNull(label, "label");
    }

    /** Sets when it was added. */
    public Builder created(Instant time) {
      this.created = time;
      return this;
    }

    /** Says that it can only back up. */
    public Builder writeOnly() {
      this.writeOnly = true;
      return this;
    }

    /** Says with which key file the repository was opened: with this one, if it is the same. */
    public Builder openedWith(String holder) {
      this.current = id.equals(holder);
      return this;
    }

    /** Returns the holder. */
    public KeyHolder build() {
      return new KeyHolder(this);
    }
  }
}
