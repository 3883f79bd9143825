package dev.parley.cache.model;

import dev.parley.contracts.view.ConversationView;
import dev.parley.contracts.view.MessageView;
import java.util.List;

/** One thing that an event changes in one user's list, or in the models of one conversation. */
public sealed interface ModelChange {

  /** A change in a user's list. */
  sealed interface OfList extends ModelChange {

    String user();

    String conversationId();
  }

  /** A change in the models of a conversation. */
  sealed interface OfConversation extends ModelChange {

    String conversationId();
  }

  /**
   * A user is a member, has another role, or is a member no more.
   *
   * @param role null for who is a member no more
   * @param joins whether settings begin anew, because the user was no member before
   * @param joinedSeq the last seq when the user joined
   */
  record Member(
      String user, String conversationId, String role, boolean joins, long joinedSeq, long revision)
      implements OfList {}

  /** A member's own settings are these. */
  record Settings(
      String user,
      String conversationId,
      boolean muted,
      boolean pinned,
      Long archivedSeq,
      long revision)
      implements OfList {}

  /** A user has got that far, at least; 0 for what is not said. */
  record Position(String user, String conversationId, long readSeq, long deliveredSeq)
      implements OfList {}

  /**
   * A conversation shows this of itself; {@code lastSeq} does not count.
   *
   * @param memberIds of a direct conversation both users; null for what is not said
   */
  record Shown(String conversationId, ConversationView view, List<String> memberIds)
      implements OfConversation {}

  /** There is a new message. */
  record Added(String conversationId, MessageView message) implements OfConversation {}

  /**
   * A message has become this one.
   *
   * @param board whether the pinned messages of the conversation may have changed with it
   */
  record Changed(String conversationId, MessageView message, Board board)
      implements OfConversation {}

  /** What a change of a message means for those that are pinned in its conversation. */
  enum Board {
    /** Nothing. */
    SAME,
    /** It is pinned no more, if it was. */
    WITHOUT,
    /** They are others, which is not said. */
    OTHER
  }

  /**
   * Somebody has reacted to a message, or taken it back.
   *
   * @param version of the message with it
   */
  record Reacted(
      String conversationId, long seq, int version, String user, String emoji, boolean removed)
      implements OfConversation {}

  /** The messages before this one have expired. */
  record Expired(String conversationId, long firstSeq) implements OfConversation {}
}
