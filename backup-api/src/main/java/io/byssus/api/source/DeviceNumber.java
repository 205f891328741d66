package io.byssus.api.source;

/**
 * Which device a device node stands for.
 *
 * @param major the driver, from 0 to 2<sup>32</sup> − 1
 * @param minor the device among those of the driver, from 0 to 2<sup>32</sup> − 1
 */
public record DeviceNumber(long major, long minor) {
  private static final long MAX = 0xffff_ffffL;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public DeviceNumber {
    if (major < 0 || major > MAX || minor < 0 || minor > MAX) {
      throw new IllegalArgumentException("not a device's number: " + major + ":" + minor);
    }
  }

  /** Returns the number as {@code ls -l} shows it, such as {@code 1:3}. */
  @Override
  public String toString() {
    return major + ":" + minor;
  }
}
