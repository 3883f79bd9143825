package dev.parley.contracts.inbox;

import dev.parley.contracts.envelope.RawJson;
import java.util.List;

/** One thing that a node has to hand to its sessions. */
public sealed interface InboxItem {

  /**
   * The one answer to a session's request.
   *
   * @param error whether {@code payload} is an {@code ErrorReply} rather than the result
   */
  record Reply(String session, long request, boolean error, RawJson payload) implements InboxItem {}

  /**
   * An event for all sessions that users have at this node.
   *
   * @param users who gets it; users without a session here are passed over
   * @param exceptSession the session that caused it and knows it by its reply; empty for none
   * @param event name of the event, such as {@code message:new}
   */
  record Delivery(List<String> users, String exceptSession, String event, RawJson payload)
      implements InboxItem {}
}
