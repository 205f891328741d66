package io.byssus.compression;

import io.byssus.rules.LibraryRules;

class ArchitectureTest extends LibraryRules {
  ArchitectureTest() {
    super("io.byssus.compression", "com.github.luben.zstd", "net.jpountz.lz4", "io.byssus.api..");
  }
}
