package io.byssus.api.event;

/**
 * Is told what happens to operations. Called on the operation's thread; what it throws is logged.
 */
@FunctionalInterface
public interface OperationListener {
  /** Takes an event. */
  void onEvent(OperationEvent event);
}
