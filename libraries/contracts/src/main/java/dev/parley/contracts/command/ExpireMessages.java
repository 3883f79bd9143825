package dev.parley.contracts.command;

/**
 * {@code conversation:expire}: the oldest messages of a conversation have reached their age limit.
 * Not for clients: message-service tells it to the owner of the conversation, as nobody. Answered
 * by {@code MessagesExpired}, which names what is the first message then: never an earlier one than
 * before.
 *
 * @param firstSeq the first message that stays, at least 1
 */
public record ExpireMessages(String conversationId, Long firstSeq) implements ConversationCommand {

  /** The command's name: no gateway takes it from a client. */
  public static final String TYPE = "conversation:expire";

  @Override
  public ExpireMessages check() {
    Check.id("conversationId", conversationId);
    Check.present("firstSeq", firstSeq);
    Check.seq("firstSeq", firstSeq, 1);
    return this;
  }
}
