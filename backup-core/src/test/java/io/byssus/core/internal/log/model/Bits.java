package io.byssus.core.internal.log.model;

/** Sets of small numbers, as the bits of another. */
final class Bits {
  private Bits() {}

  static String text(int set) {
    StringBuilder text = new StringBuilder("{");
    for (int rest = set; rest != 0; rest &= rest - 1) {
      text.append(text.length() > 1 ? " " : "").append(Integer.numberOfTrailingZeros(rest));
    }
    return text.append('}').toString();
  }
}
