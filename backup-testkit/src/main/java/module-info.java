/** The suites that every store and codec passes, a store in memory and one that injects faults. */
module io.byssus.testkit {
  requires transitive io.byssus.api;
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;
  requires transitive org.junit.jupiter.params;

  exports io.byssus.testkit.compression;
  exports io.byssus.testkit.crash;
  exports io.byssus.testkit.store;

  provides io.byssus.api.store.BlobStoreProvider with
      io.byssus.testkit.store.InMemoryStoreProvider;
}
