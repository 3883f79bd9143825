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

  /**
   * An event for all sessions at this node whose users watch a conversation.
   *
   * @param exceptSession the session that caused it and knows it by its reply; empty for none
   * @param event name of the event, such as {@code message:new}
   */
  record Broadcast(String conversationId, String exceptSession, String event, RawJson payload)
      implements InboxItem {}

  /**
   * From here on these users watch a conversation, or no longer: they are told what comes for it as
   * a {@link Broadcast}, in all sessions that they have at this node.
   *
   * @param revision of the conversation when that was so: of two for the same user the one with the
   *     lower revision is old, whichever comes first
   * @param users who; users without a session here are passed over
   */
  record Watch(String conversationId, long revision, List<String> users, boolean watching)
      implements InboxItem {}

  /**
   * The user's sessions at this node are to be told that they are revoked, and closed.
   *
   * @param sessionId only those whose token names this one ({@code sid}); empty for all
   * @param reason what they are told, a short code
   */
  record Revoke(String user, String sessionId, String reason) implements InboxItem {}

  /**
   * The presence of a user has changed: {@code user:status} for all sessions at this node that
   * watch it.
   *
   * @param user whose presence
   */
  record Status(String user, RawJson payload) implements InboxItem {}
}
