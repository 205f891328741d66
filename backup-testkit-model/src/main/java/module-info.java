/** A randomised test of a whole repository that any store can run. */
module io.byssus.testkit.model {
  requires transitive io.byssus.api;
  requires io.byssus.core;
  requires io.byssus.testkit;
  requires transitive org.junit.jupiter.api;
  requires transitive org.junit.jupiter.params;
  requires org.assertj.core;

  exports io.byssus.testkit.model;
}
