package dev.parley.contracts.command;

import java.util.List;

/**
 * {@code conversation:create}: open a conversation. Answered by {@code ConversationCreated};
 * creating the direct conversation of a pair twice answers with the same one.
 *
 * @param type {@code direct}, the only type so far
 * @param memberIds whom to talk to, without the caller: exactly one user for {@code direct}
 */
public record CreateConversation(String type, List<String> memberIds) {

  public static final String DIRECT = "direct";

  /** Checks shape and sizes. */
  public CreateConversation check() {
    Check.oneOf("type", type, DIRECT);
    Check.present("memberIds", memberIds);
    Check.size("memberIds", memberIds, 1, 1);
    Check.userId("memberIds[0]", memberIds.get(0));
    return this;
  }
}
