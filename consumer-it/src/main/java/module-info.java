/** An application: it names the engine, and finds the store on the module path. */
module io.byssus.consumer {
  requires io.byssus.core;
  requires static org.jspecify;
}
