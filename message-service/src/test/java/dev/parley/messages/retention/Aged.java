package dev.parley.messages.retention;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.Content;
import dev.parley.contracts.command.ConversationCommand;
import dev.parley.contracts.command.ConversationType;
import dev.parley.contracts.command.Role;
import dev.parley.contracts.command.SendMessage;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.reply.MessageAccepted;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.Stored;
import dev.parley.messages.TestSettings;
import dev.parley.messages.conversation.ConversationRepository;
import dev.parley.messages.conversation.Conversations;
import dev.parley.messages.conversation.MembershipRepository;
import dev.parley.messages.conversation.StoredConversation;
import dev.parley.messages.conversation.StoredMembership;
import dev.parley.messages.message.MessageRepository;
import dev.parley.messages.message.StoredMessage;
import dev.parley.messages.storage.Schema;
import dev.parley.messages.submission.Submissions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** Conversations with messages of some age, in the real MongoDB, and the service as it is. */
@Dependent
class Aged {

  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final Duration HOUR = Duration.ofHours(1);
  static final String ANN = "ann";

  final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final ConversationRepository conversations;
  private final MembershipRepository memberships;
  private final MessageRepository messages;
  private final LeaseRepository leases;
  private final Conversations states;
  private final Submissions submissions;
  private final Schema schema;
  private final ObjectMapper json;

  @Inject
  Aged(
      ConversationRepository conversations,
      MembershipRepository memberships,
      MessageRepository messages,
      LeaseRepository leases,
      Conversations states,
      Submissions submissions,
      Schema schema,
      ObjectMapper json) {
    this.conversations = conversations;
    this.memberships = memberships;
    this.messages = messages;
    this.leases = leases;
    this.states = states;
    this.submissions = submissions;
    this.schema = schema;
    this.json = json;
  }

  /** Nobody has any conversation. */
  void begin() {
    await(schema.ready());
    await(conversations.mongoCollection().deleteMany(new Document()));
    await(messages.mongoCollection().deleteMany(new Document()));
    await(leases.mongoCollection().deleteMany(new Document()));
  }

  static Duration days(long days) {
    return Duration.ofDays(days);
  }

  /** Small steps and hardly any rest. */
  static MessageServiceSettings.Retention settings(Duration maxAge, int batch) {
    Map<String, String> values = new HashMap<>();
    values.put("parley.retention.max-age", maxAge.toString());
    values.put("parley.retention.batch", Integer.toString(batch));
    values.put("parley.retention.pause", "PT0.001S");
    return TestSettings.with(values).retention();
  }

  /** A group of ann's, made long ago, with messages of these ages; its document is behind. */
  String chat(Integer days, Duration... ages) {
    String id = "c-" + Ids.random();
    Instant then = now.minus(days(1_000));
    await(memberships.mongoCollection().insertOne(Stored.member(id, ANN, then)));
    await(
        conversations
            .mongoCollection()
            .insertOne(
                new StoredConversation(
                    id,
                    ConversationType.GROUP,
                    null,
                    null,
                    null,
                    null,
                    then,
                    ANN,
                    null,
                    1,
                    null,
                    null,
                    null,
                    null,
                    null,
                    days,
                    null,
                    0,
                    null)));
    for (int i = 0; i < ages.length; i++) {
      Instant sentAt = now.minus(ages[i]);
      Content content = Content.text("text");
      StoredMessage message = Stored.message(id, i + 1, ANN, "m" + (i + 1), content, sentAt);
      await(messages.insertAll(List.of(message)));
    }
    return id;
  }

  StoredConversation conversation(String chat) {
    return await(conversations.findAll(List.of(chat))).get(0);
  }

  void set(String chat, String field, Object value) {
    Document change = new Document("$set", new Document(field, value));
    await(conversations.mongoCollection().updateOne(new Document("_id", chat), change));
  }

  /** Makes ann the owner. */
  void promote(String chat) {
    Document one = new Document("_id", StoredMembership.idOf(chat, ANN));
    Document change = new Document("$set", new Document("role", Role.OWNER.wire()));
    await(memberships.mongoCollection().updateOne(one, change));
    forget(chat);
  }

  /** Which messages are there. */
  List<Long> seqs(String chat) {
    Document ofChat = new Document("conversationId", chat);
    return await(messages.mongoCollection().find(ofChat).collect().asList()).stream()
        .map(StoredMessage::seq)
        .sorted()
        .toList();
  }

  /** How many replicas have the lease. */
  long leases() {
    return await(leases.mongoCollection().countDocuments());
  }

  /** Ann sends, as by HTTP. */
  Uni<MessageAccepted> send(String chat, String id) {
    SendMessage send = new SendMessage(chat, id, Content.text("hi"));
    return carryOut(CommandType.SEND_MESSAGE, send, MessageAccepted.class);
  }

  <R> Uni<R> carryOut(String type, ConversationCommand command, Class<R> reply) {
    try {
      RawJson payload = RawJson.of(json.writeValueAsBytes(command));
      return submissions
          .submit(type, command.conversationId(), payload, ANN)
          .map(raw -> read(raw, reply));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <R> R read(RawJson raw, Class<R> type) {
    try {
      return json.readValue(raw.utf8(), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another owner would not know what this one remembers. */
  void forget(String chat) {
    states.forget(List.of(chat));
  }

  static <T> T await(Uni<T> uni) {
    return uni.await().atMost(PATIENCE);
  }
}
