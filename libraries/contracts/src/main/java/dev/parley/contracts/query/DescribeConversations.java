package dev.parley.contracts.query;

import dev.parley.contracts.command.Check;
import dev.parley.contracts.command.InvalidFieldException;
import java.util.List;

/**
 * {@value #TYPE}: conversations as they are, with their last messages. No client can ask this: a
 * service does that keeps them at hand. Answered by {@code ConversationDescriptions}.
 *
 * @param conversationIds 1 to {@value #MAX_CONVERSATIONS}
 * @param messages how many of the last messages of each, 1 to {@value #MAX_MESSAGES}; null is 1.
 *     With more than one, {@value #MAX_WITH_MESSAGES} conversations at most
 */
public record DescribeConversations(List<String> conversationIds, Integer messages)
    implements Query {

  public static final String TYPE = "conversation:describe";
  public static final int MAX_CONVERSATIONS = 500;
  public static final int MAX_WITH_MESSAGES = 20;
  public static final int MAX_MESSAGES = 200;

  @Override
  public DescribeConversations check() {
    Check.limit("messages", messages, MAX_MESSAGES);
    int most = messages == null || messages == 1 ? MAX_CONVERSATIONS : MAX_WITH_MESSAGES;
    if (conversationIds == null || conversationIds.isEmpty() || conversationIds.size() > most) {
      throw new InvalidFieldException("conversationIds", "must have 1 to " + most + " entries");
    }
    for (int i = 0; i < conversationIds.size(); i++) {
      Check.id("conversationIds[" + i + "]", conversationIds.get(i));
    }
    return this;
  }
}
