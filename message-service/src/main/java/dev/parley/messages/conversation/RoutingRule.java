package dev.parley.messages.conversation;

import dev.parley.messages.MessageServiceSettings;
import java.time.Duration;
import java.time.Instant;

/**
 * When a conversation is large, so that it is told to who watches it instead of to each member.
 *
 * <p>It is large from when it has more members than {@code byUser}, until it has less than half of
 * that, or is deleted: so that one which comes and goes around the limit does not change all the
 * time.
 *
 * @param byUser up to how many members a conversation is told to each member
 * @param grace how long one that has become large still is, so that the members' nodes have time to
 *     say that they watch it
 */
public record RoutingRule(int byUser, Duration grace) {

  public static RoutingRule of(MessageServiceSettings settings) {
    return new RoutingRule(settings.limits().routedByUser(), settings.routingGrace());
  }

  /** From when on the conversation, as it is now, is told to who watches it; null for never. */
  Instant watchedFrom(ConversationState conversation, Instant now) {
    if (conversation.isDeleted()) {
      return null;
    }
    if (conversation.isLarge()) {
      return conversation.size() < byUser / 2.0 ? null : conversation.watchedFrom();
    }
    return conversation.size() > byUser ? now.plus(grace) : null;
  }
}
