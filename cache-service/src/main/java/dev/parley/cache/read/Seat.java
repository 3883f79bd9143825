package dev.parley.cache.read;

import dev.parley.cache.model.ConversationModel;
import dev.parley.contracts.reply.MyConversation;
import dev.parley.contracts.view.ConversationView;
import dev.parley.contracts.view.MembershipView;
import dev.parley.service.query.Cursor;

/**
 * A conversation, and a member's part in it.
 *
 * @param me the member's part
 */
record Seat(MembershipView me, ConversationModel conversation) {

  /** Its place in a list: pinned ones first, and then the one with the latest activity. */
  Cursor place() {
    return new Cursor(me.pinned(), conversation.activeAt(), id());
  }

  String id() {
    return me.conversationId();
  }

  long lastSeq() {
    return conversation.view().lastSeq();
  }

  /** The first message that is still there; 1 when none has expired. */
  long firstSeq() {
    Long first = conversation.view().firstSeq();
    return first == null ? 1 : first;
  }

  /** How many messages the member has not read; those that have expired do not count. */
  long unread() {
    return Math.max(0, lastSeq() - Math.max(me.readSeq(), firstSeq() - 1));
  }

  /** Whether the member has archived the conversation and nothing came since. */
  boolean isArchived() {
    return me.archivedSeq() != null && lastSeq() <= me.archivedSeq();
  }

  boolean isDeleted() {
    return conversation.view().deletedAt() != null;
  }

  /** As the member has it. */
  MyConversation mine() {
    ConversationView view = conversation.view();
    return new MyConversation(
        view,
        conversation.memberIds(),
        me.role(),
        me.readSeq(),
        me.deliveredSeq(),
        unread(),
        me.muted(),
        isArchived(),
        me.pinned(),
        conversation.lastMessage());
  }
}
