package dev.parley.messages.message;

import dev.parley.contracts.view.MessageView;
import dev.parley.contracts.view.ReactionView;
import java.util.List;

/** How a stored message looks from outside. */
public final class MessageViews {

  private MessageViews() {}

  /** What the members see; of a deleted message only that it was there. */
  public static MessageView of(StoredMessage message) {
    StoredMessage.Changes changes = message.changes();
    boolean deleted = message.isDeleted();
    return new MessageView(
        message.conversationId(),
        message.messageId(),
        message.seq(),
        message.senderId(),
        message.clientMessageId(),
        deleted ? null : message.content(),
        message.replyToSeq(),
        deleted ? null : nullIfEmpty(message.mentions()),
        message.sentAt(),
        message.version(),
        changes.editedAt(),
        changes.deletedAt(),
        changes.pinnedAt(),
        deleted ? null : nullIfEmpty(changes.reactions().stream().map(MessageViews::of).toList()));
  }

  private static ReactionView of(StoredMessage.Reaction reaction) {
    return new ReactionView(reaction.emoji(), reaction.userIds().size(), reaction.userIds());
  }

  /** What is not there takes no room on the wire. */
  public static <T> List<T> nullIfEmpty(List<T> list) {
    return list.isEmpty() ? null : list;
  }
}
