package dev.parley.messages.query;

import dev.parley.messages.conversation.StoredConversation;
import dev.parley.messages.conversation.StoredMembership;

/**
 * One user's place in a conversation.
 *
 * @param membership null for one who looks at a channel from outside
 */
record Seat(StoredConversation conversation, StoredMembership membership) {

  String id() {
    return conversation.id();
  }
}
