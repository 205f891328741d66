/** The repository engine: backup, restore, check, retention, and looking into snapshots. */
module io.byssus.core {
  requires transitive io.byssus.api;
  requires io.byssus.compression;
  requires io.byssus.crypto;
  requires com.sun.jna;
  requires org.slf4j;
  requires static org.jspecify;

  exports io.byssus.core;
  exports io.byssus.core.backup;
  exports io.byssus.core.check;
  exports io.byssus.core.diff;
  exports io.byssus.core.find;
  exports io.byssus.core.key;
  exports io.byssus.core.prune;
  exports io.byssus.core.repair;
  exports io.byssus.core.restore;
  exports io.byssus.core.retention;
  exports io.byssus.core.snapshot;
  exports io.byssus.core.source;
  exports io.byssus.core.statistics;
  exports io.byssus.core.target;

  uses io.byssus.api.store.BlobStoreProvider;
}
