package dev.parley.messages.command.conversation;

import dev.parley.contracts.command.ConversationType;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.command.Outcome;

/** How many members conversations may have. */
final class Sizes {

  private final MessageServiceSettings.Limits limits;

  Sizes(MessageServiceSettings.Limits limits) {
    this.limits = limits;
  }

  boolean isTooLarge(String type, int members) {
    return members > limit(type);
  }

  Outcome tooLarge(String type) {
    return Outcome.refused(
        ErrorCode.LIMIT_EXCEEDED, "a " + type + " has at most " + limit(type) + " members");
  }

  private int limit(String type) {
    return ConversationType.CHANNEL.equals(type) ? limits.channelMembers() : limits.groupMembers();
  }
}
