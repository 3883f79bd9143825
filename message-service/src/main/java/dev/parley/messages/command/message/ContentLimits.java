package dev.parley.messages.command.message;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.conversation.ConversationState;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What this installation takes of what a message says. */
final class ContentLimits {

  private final MessageServiceSettings.Limits limits;

  ContentLimits(MessageServiceSettings.Limits limits) {
    this.limits = limits;
  }

  /** Why it is not taken; null when it is. */
  Outcome refusal(Content content, List<String> mentions, ConversationState conversation) {
    int textBytes = limits.textBytes();
    if (content.text() != null
        && textBytes < Content.MAX_TEXT_BYTES
        && content.text().getBytes(StandardCharsets.UTF_8).length > textBytes) {
      return Outcome.refused(
          ErrorCode.LIMIT_EXCEEDED, "content.text has at most " + textBytes + " bytes");
    }
    if (mentions == null) {
      return null;
    }
    if (mentions.size() > limits.mentions()) {
      return Outcome.refused(
          ErrorCode.LIMIT_EXCEEDED, "mentions has at most " + limits.mentions() + " entries");
    }
    for (String user : mentions) {
      if (!conversation.hasMember(user)) {
        return Outcome.refused(ErrorCode.INVALID_PARAMS, "mentions: " + user + " is not a member");
      }
    }
    return null;
  }

  /** Each user once, in their order. */
  static List<String> distinct(List<String> mentions) {
    return mentions == null ? List.of() : mentions.stream().distinct().toList();
  }
}
