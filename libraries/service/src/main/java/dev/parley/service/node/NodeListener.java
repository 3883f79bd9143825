package dev.parley.service.node;

import dev.parley.contracts.inbox.InboxItem;

/**
 * Takes what comes into the inbox of this process; every bean of this type is told everything, in
 * the order of the inbox, one call after the other. Must not block.
 */
public interface NodeListener {

  /** Something has come. What is of no use to this listener is passed over. */
  void received(InboxItem item);

  /**
   * Something may not have come: it was trimmed before it was read, or Redis has lost the inbox,
   * and then the routes of this node too. Called from any thread.
   */
  default void missed() {}
}
