package io.byssus.compression.brotli;

import io.byssus.rules.LibraryRules;

class ArchitectureTest extends LibraryRules {
  ArchitectureTest() {
    super("io.byssus.compression.brotli", "com.aayushatharva.brotli4j..", "io.byssus.api..");
  }
}
