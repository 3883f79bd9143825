package dev.parley.messages;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.command.ConversationType;
import dev.parley.contracts.command.Role;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.conversation.Details;
import dev.parley.messages.conversation.EntryId;
import dev.parley.messages.conversation.Member;
import dev.parley.messages.conversation.StoredConversation;
import dev.parley.messages.conversation.StoredMembership;
import dev.parley.messages.message.SendKey;
import dev.parley.messages.message.StoredMessage;
import java.time.Instant;
import java.util.List;

/** What is in MongoDB, in its plainest form. */
public final class Stored {

  private Stored() {}

  /** A message that was never changed. */
  public static StoredMessage message(
      String chat, long seq, String sender, String id, Content content, Instant sentAt) {
    return StoredMessage.sent(new SendKey(chat, sender, id), seq, content, null, List.of(), sentAt);
  }

  /** A direct conversation without messages. */
  public static StoredConversation direct(String id, List<String> pair, Instant createdAt) {
    return new StoredConversation(
        id,
        ConversationType.DIRECT,
        pair,
        null,
        null,
        null,
        createdAt,
        pair.get(0),
        null,
        1,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        0,
        null);
  }

  /** A direct conversation of ann and bob, as it is kept in memory. */
  public static ConversationState state(String id, long lastSeq) {
    Instant then = Instant.parse("2026-11-20T10:00:00.123Z");
    List<Member> members =
        List.of(
            Member.joining("ann", Role.MEMBER, then, 0),
            Member.joining("bob", Role.MEMBER, then, 0));
    return new ConversationState(
        id,
        ConversationType.DIRECT,
        then,
        "ann",
        Details.NONE,
        1,
        EntryId.NONE,
        List.of(),
        null,
        members,
        lastSeq,
        0);
  }

  /** Somebody who is a member from the beginning. */
  public static StoredMembership member(String chat, String user, Instant joinedAt) {
    return new StoredMembership(
        StoredMembership.idOf(chat, user),
        chat,
        user,
        Role.MEMBER.wire(),
        0,
        0,
        0,
        false,
        false,
        null,
        joinedAt,
        null,
        1);
  }
}
