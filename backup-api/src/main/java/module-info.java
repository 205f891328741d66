/**
 * What plugin authors compile against: stores, sources, targets, keys, codecs, events and values.
 */
module io.byssus.api {
  requires static transitive org.jspecify;

  exports io.byssus.api;
  exports io.byssus.api.compression;
  exports io.byssus.api.event;
  exports io.byssus.api.key;
  exports io.byssus.api.source;
  exports io.byssus.api.store;
  exports io.byssus.api.target;
}
