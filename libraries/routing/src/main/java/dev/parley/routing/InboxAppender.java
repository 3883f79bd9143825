package dev.parley.routing;

import io.smallrye.mutiny.Uni;

/**
 * Port to whatever appends to streams. What one thread appends to one node must arrive in the order
 * of the calls' subscriptions; several calls may be under way at once.
 */
public interface InboxAppender {

  /**
   * Appends an entry to the inbox of a node, if the node has one ({@code XADD NOMKSTREAM}).
   *
   * @return false when that node has no inbox (any more); fails when Redis could not be asked
   */
  Uni<Boolean> append(String node, byte[] entry);
}
