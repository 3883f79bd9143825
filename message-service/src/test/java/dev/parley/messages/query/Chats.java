package dev.parley.messages.query;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.command.Content;
import dev.parley.contracts.command.ConversationType;
import dev.parley.contracts.command.Role;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.envelope.ReplyTo;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.id.Ids;
import dev.parley.messages.Stored;
import dev.parley.messages.conversation.ConversationRepository;
import dev.parley.messages.conversation.LastMessage;
import dev.parley.messages.conversation.MembershipRepository;
import dev.parley.messages.conversation.StoredConversation;
import dev.parley.messages.conversation.StoredMembership;
import dev.parley.messages.message.MessageRepository;
import dev.parley.messages.message.StoredMessage;
import dev.parley.service.query.Lookup;
import dev.parley.service.query.QueryDecoder;
import dev.parley.service.query.Question;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** Conversations in the real MongoDB, and questions about them. */
@Dependent
class Chats {

  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final Instant START = Instant.parse("2026-11-20T10:00:00.123Z");

  private final ConversationRepository conversations;
  private final MembershipRepository memberships;
  private final MessageRepository messages;
  private final QueryDecoder decoder;
  private final Lookup lookup;
  private final ObjectMapper json;

  @Inject
  Chats(
      ConversationRepository conversations,
      MembershipRepository memberships,
      MessageRepository messages,
      QueryDecoder decoder,
      Lookup lookup,
      ObjectMapper json) {
    this.conversations = conversations;
    this.memberships = memberships;
    this.messages = messages;
    this.decoder = decoder;
    this.lookup = lookup;
    this.json = json;
  }

  static String user(String name) {
    return name + "-" + Ids.random();
  }

  String direct(String one, String other) {
    String id = "d-" + Ids.random();
    join(id, one, Role.MEMBER, START);
    join(id, other, Role.MEMBER, START);
    store(Stored.direct(id, List.of(one, other), START));
    return id;
  }

  /** A group; the first one is its owner. */
  String group(String... members) {
    return open(ConversationType.GROUP, START, members);
  }

  String channel(String... members) {
    return open(ConversationType.CHANNEL, START, members);
  }

  String open(String type, Instant createdAt, String... members) {
    String id = "c-" + Ids.random();
    for (String member : members) {
      join(id, member, member.equals(members[0]) ? Role.OWNER : Role.MEMBER, createdAt);
    }
    store(
        new StoredConversation(
            id,
            type,
            null,
            "About " + id,
            "https://example.com/a.png",
            "{\"topic\":{\"id\":7}}",
            createdAt,
            members[0],
            null,
            3,
            null,
            null,
            null,
            List.of(1L),
            null,
            null,
            null,
            0,
            null));
    return id;
  }

  private void store(StoredConversation conversation) {
    await(conversations.mongoCollection().insertOne(conversation));
  }

  /** Makes it large. */
  void enlarge(String chat) {
    set(chat, "watchedFrom", START);
  }

  /** Makes the user a member of so many conversations that there are not. */
  void joinMany(String user, int count) {
    joinMany(user, "c-none-", count);
  }

  /** The same; their ids begin with the prefix. */
  void joinMany(String user, String prefix, int count) {
    List<StoredMembership> many = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      many.add(membership(prefix + i, user, Role.MEMBER, START));
    }
    await(memberships.mongoCollection().insertMany(many));
  }

  /** The conversation's last change, whose memberships are not stored yet. */
  void pend(String chat, StoredMembership... changes) {
    set(chat, "pending", List.of(changes));
  }

  /** Somebody who joins, or has left. */
  static StoredMembership change(String chat, String user, Instant leftAt) {
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
        START,
        leftAt,
        3);
  }

  void join(String chat, String user, Role role, Instant at) {
    await(memberships.mongoCollection().insertOne(membership(chat, user, role, at)));
  }

  private static StoredMembership membership(String chat, String user, Role role, Instant at) {
    String id = StoredMembership.idOf(chat, user);
    return new StoredMembership(
        id, chat, user, role.wire(), 0, 0, 0, false, false, null, at, null, 1);
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

  void leave(String chat, String user) {
    set(chat, user, "leftAt", START);
  }

  void delete(String chat) {
    set(chat, "deletedAt", START);
  }

  /** Changes one field of a conversation. */
  void set(String chat, String field, Object value) {
    await(
        conversations
            .mongoCollection()
            .updateOne(
                new Document("_id", chat), new Document("$set", new Document(field, value))));
  }

  /** Stores the messages {@code from} to {@code to}; the conversation's document stays behind. */
  void write(String chat, String sender, long from, long to) {
    List<StoredMessage> all = new ArrayList<>();
    for (long seq = from; seq <= to; seq++) {
      all.add(message(chat, sender, seq, Content.text("text " + seq)));
    }
    store(all);
  }

  void store(List<StoredMessage> all) {
    await(messages.insertAll(all));
  }

  void store(StoredMessage... all) {
    store(List.of(all));
  }

  static StoredMessage message(String chat, String sender, long seq, Content content) {
    return Stored.message(chat, seq, sender, "m" + seq, content, START.plusSeconds(seq));
  }

  /** Brings the conversation's document up to date. */
  void advance(String chat, long lastSeq, Instant sentAt) {
    await(conversations.advance(Map.of(chat, new LastMessage(lastSeq, "ann", sentAt))));
  }

  /** Asks as the stream would; completes with the record of the contracts. */
  <R> Uni<R> asking(String type, String user, Object query, Class<R> answer) {
    return decoder
        .decode(entry(type, user, query, new ReplyTo("n", "s", 1), 0))
        .answer()
        .map(answer::cast);
  }

  <R> R ask(String type, String user, Object query, Class<R> answer) {
    return await(asking(type, user, query, answer));
  }

  /** The code of what is told instead of an answer. */
  ErrorCode refused(String type, String user, Object query) {
    Question question = decoder.decode(entry(type, user, query, new ReplyTo("n", "s", 1), 0));
    Lookup.Answer told = await(lookup.answer(type, question.answer(), PATIENCE));
    assertTrue(told.isError(), () -> told.payload().text());
    return ErrorCode.of(told.refusal().code());
  }

  /** An entry as a gateway writes it. */
  byte[] entry(String type, String user, Object query, ReplyTo replyTo, long time) {
    try {
      RawJson payload = RawJson.of(json.writeValueAsBytes(query));
      return EnvelopeCodec.encode(
          new Envelope(Ids.random(), type, user, time, user, replyTo, payload));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static <T> T await(Uni<T> uni) {
    return uni.await().atMost(PATIENCE);
  }
}
