package dev.parley.messages.command;

import java.time.Instant;

/**
 * Something that the members of a conversation are told, and the followers of the events.
 *
 * @param event name of the event, such as {@code message:new}
 * @param id names the fact: telling it again, after a crash, has the same id
 * @param conversationId which conversation it is about
 * @param audience who is told
 * @param time when it happened
 * @param payload the event's record of the contracts
 * @param fact whether it is a stored fact, which the event streams carry too
 * @param replied whether the reply tells the sender's session as much, so that it gets only that
 * @param latest of those of a batch with the same key only the last is told; null for no such key
 */
public record Announcement(
    String event,
    String id,
    String conversationId,
    Audience audience,
    Instant time,
    Object payload,
    boolean fact,
    boolean replied,
    Object latest) {

  /** A stored fact. */
  public static Announcement fact(
      String event,
      String id,
      String conversationId,
      Audience audience,
      Instant time,
      Object payload) {
    return new Announcement(event, id, conversationId, audience, time, payload, true, true, null);
  }

  /** The same for the sender's session, too. */
  public Announcement alsoToSender() {
    return new Announcement(
        event, id, conversationId, audience, time, payload, fact, false, latest);
  }

  /** The session that does not get it, given the sender's; empty for none. */
  public String except(String sendersSession) {
    return replied ? sendersSession : "";
  }
}
