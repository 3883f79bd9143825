package dev.parley.messages.notification;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.command.ConversationType;
import dev.parley.contracts.id.Ids;
import dev.parley.messages.Stored;
import dev.parley.messages.conversation.ConversationRepository;
import dev.parley.messages.conversation.MembershipRepository;
import dev.parley.messages.conversation.StoredConversation;
import dev.parley.messages.conversation.StoredMembership;
import dev.parley.messages.message.MessageRepository;
import dev.parley.messages.message.SendKey;
import dev.parley.messages.message.StoredMessage;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.bson.Document;

/** Conversations in the real MongoDB. */
@Dependent
class Talks {

  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final Instant START = Instant.parse("2026-11-20T10:00:00.123Z");

  private final ConversationRepository conversations;
  private final MembershipRepository memberships;
  private final MessageRepository messages;

  @Inject
  Talks(
      ConversationRepository conversations,
      MembershipRepository memberships,
      MessageRepository messages) {
    this.conversations = conversations;
    this.memberships = memberships;
    this.messages = messages;
  }

  static String user(String name) {
    return name + "-" + Ids.random();
  }

  /** A group with the title {@code Plans}. */
  String group(String... members) {
    return titled("Plans", members);
  }

  String titled(String title, String... members) {
    String id = "c-" + Ids.random();
    for (String member : members) {
      await(memberships.mongoCollection().insertOne(Stored.member(id, member, START)));
    }
    await(conversations.mongoCollection().insertOne(conversation(id, title, members[0])));
    return id;
  }

  static StoredConversation conversation(String id, String title, String creator) {
    return new StoredConversation(
        id,
        ConversationType.GROUP,
        null,
        title,
        null,
        null,
        START,
        creator,
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

  /** Stores messages; the conversation's document stays behind. */
  void write(String chat, String sender, long from, long to) {
    for (long seq = from; seq <= to; seq++) {
      store(message(chat, sender, seq));
    }
  }

  void store(StoredMessage message) {
    await(messages.insertAll(List.of(message)));
  }

  static StoredMessage message(String chat, String sender, long seq, String... mentions) {
    return StoredMessage.sent(
        new SendKey(chat, sender, "m" + seq),
        seq,
        Content.text("text " + seq),
        null,
        List.of(mentions),
        START.plusSeconds(seq));
  }

  static StoredMessage deleted(StoredMessage message) {
    return message.changed(
        null,
        List.of(),
        new StoredMessage.Changes(null, List.of(), START.plusSeconds(1_000), null, List.of()));
  }

  /** Changes one field of a membership. */
  void set(String chat, String user, String field, Object value) {
    await(
        memberships
            .mongoCollection()
            .updateOne(
                new Document("_id", StoredMembership.idOf(chat, user)),
                new Document("$set", new Document(field, value))));
  }

  static <T> T await(Uni<T> uni) {
    return uni.await().atMost(PATIENCE);
  }

  static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + PATIENCE);
      }
      Thread.onSpinWait();
    }
  }
}
