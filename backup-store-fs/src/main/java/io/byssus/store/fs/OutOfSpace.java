package io.byssus.store.fs;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Set;

/**
 * Recognises 'no space left' and 'quota exceeded'.
 *
 * <p>Java keeps no error number: it passes on the text of {@code strerror}, which is in the
 * language of the process. So the text is asked for: every write to {@code /dev/full} fails with
 * ENOSPC, in the words that this process uses. Where there is no such device, and for quotas, the
 * English words have to do; in another language a full quota is reported as unavailable, with its
 * reason.
 */
final class OutOfSpace {
  private static final String ALWAYS_FULL = "/dev/full";
  private static final Set<String> TEXTS = texts();

  private OutOfSpace() {}

  /** Returns whether the reason that the system gave means that there is no room. */
  static boolean isReason(String reason) {
    return TEXTS.contains(reason);
  }

  private static Set<String> texts() {
    Set<String> texts = new HashSet<>();
    texts.add("No space left on device");
    texts.add("Disk quota exceeded");
    texts.add("Disc quota exceeded");
    texts.add("There is not enough space on the disk");
    try (OutputStream full = new FileOutputStream(ALWAYS_FULL)) {
      full.write(0);
    } catch (IOException e) {
      // A missing device answers with its name in front, which no real failure equals.
      String text = e.getMessage();
      if (text != null) {
        texts.add(text);
      }
    }
    return Set.copyOf(texts);
  }
}
