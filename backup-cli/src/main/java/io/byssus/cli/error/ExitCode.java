package io.byssus.cli.error;

/** How the process ends. The numbers are those of restic, and never change their meaning. */
public enum ExitCode {
  /** Everything that was asked for was done. */
  DONE(0),
  /** It failed; or a check found damage; or the command was not understood. */
  ERROR(1),
  /** The snapshot is stored, but some source data could not be read. */
  INCOMPLETE(3),
  /** There is no repository at the location. */
  NO_REPOSITORY(10),
  /** The passphrase does not open the repository. */
  WRONG_PASSPHRASE(12),
  /** A signal or a cancel ended it. */
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** Returns the number that the process exits with. */
  public int number() {
    return number;
  }
}
