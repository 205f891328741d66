package io.byssus.crypto;

import io.byssus.rules.LibraryRules;

/** Signatures hold no types of BouncyCastle nor of the JDK's ciphers: both can be replaced. */
class ArchitectureTest extends LibraryRules {
  ArchitectureTest() {
    super("io.byssus.crypto", "javax.crypto..", "org.bouncycastle..", "io.byssus.api..");
  }
}
