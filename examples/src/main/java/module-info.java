/** Call sites, as the README shows them; each one is run by a test. */
module io.byssus.examples {
  requires transitive io.byssus.core;
  requires static transitive org.jspecify;

  exports io.byssus.examples;
}
