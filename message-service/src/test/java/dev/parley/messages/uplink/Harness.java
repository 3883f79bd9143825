package dev.parley.messages.uplink;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.command.Content;
import dev.parley.contracts.command.ConversationType;
import dev.parley.contracts.command.CreateConversation;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.id.ConversationIds;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.key.Partitions;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.contracts.reply.ConversationCreated;
import dev.parley.contracts.reply.ErrorReply;
import dev.parley.contracts.reply.MessageAccepted;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.Stored;
import dev.parley.messages.TestSettings;
import dev.parley.messages.command.CommandHandler;
import dev.parley.messages.conversation.ConversationCache;
import dev.parley.messages.conversation.ConversationDraft;
import dev.parley.messages.conversation.ConversationRepository;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.conversation.Conversations;
import dev.parley.messages.conversation.LastMessageWriter;
import dev.parley.messages.conversation.MembershipRepository;
import dev.parley.messages.conversation.PositionWriter;
import dev.parley.messages.conversation.RoutingRule;
import dev.parley.messages.conversation.StoredConversation;
import dev.parley.messages.conversation.StoredMembership;
import dev.parley.messages.downlink.Announcer;
import dev.parley.messages.message.MessageRepository;
import dev.parley.messages.message.RecentSends;
import dev.parley.messages.message.StoredMessage;
import dev.parley.messages.schedule.ScheduleRepository;
import dev.parley.redisstreams.IncomingRedisStreamBatch;
import dev.parley.routing.Downlink;
import dev.parley.routing.RouteTable;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.redis.client.Redis;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;

/** A batch processor of its own over the real MongoDB, with what it tells taken down. */
@Dependent
class Harness {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final TellTale told = new TellTale();
  final ConversationCache cache =
      new ConversationCache(1_000, Duration.ofMinutes(10), System::nanoTime);
  final RecentSends recent = new RecentSends(1_000);
  final List<CommandHandler<?>> handlers;
  final DisturbedMessages messages;
  final RouteTable routes;

  private final ConversationRepository conversations;
  private final MembershipRepository memberships;
  private final LastMessageWriter lastMessages;
  final PositionWriter positions;
  final ScheduleRepository scheduled;
  private final ObjectMapper json;

  /** What somebody else does just before the next conversation is stored. */
  Runnable beforeNextOpening = () -> {};

  /** The next change of conversations is not stored: everything before it is. */
  boolean failNextConversationChange;

  /** When conversations are large. */
  RoutingRule routing = RoutingRule.of(TestSettings.defaults());

  /** What the last batch has refused. */
  Map<Integer, Throwable> rejected = Map.of();

  /** How many entries were counted as refused. */
  long rejections;

  @Inject
  Harness(
      MessageRepository messages,
      ConversationRepository conversations,
      MembershipRepository memberships,
      LastMessageWriter lastMessages,
      PositionWriter positions,
      ScheduleRepository scheduled,
      @All List<CommandHandler<?>> handlers,
      Redis redis,
      ObjectMapper json) {
    this.messages = new DisturbedMessages(messages);
    this.conversations = conversations;
    this.memberships = memberships;
    this.lastMessages = lastMessages;
    this.positions = positions;
    this.scheduled = scheduled;
    this.handlers = new ArrayList<>(handlers);
    this.json = json;
    this.routes = new RouteTable(redis, new RedisKeys("test-" + Ids.random() + ":"), false);
  }

  /** Lets somebody else act between the decision to open a conversation and doing so. */
  private final class DisturbedConversations extends Conversations {

    DisturbedConversations() {
      super(conversations, memberships, messages, cache, routing);
    }

    @Override
    public Uni<Void> change(List<ConversationDraft> drafts) {
      if (failNextConversationChange) {
        failNextConversationChange = false;
        return Uni.createFrom().failure(new IllegalStateException("crash"));
      }
      return super.change(drafts);
    }

    @Override
    public Uni<Set<String>> open(List<ConversationState> opened) {
      Runnable disturbance = beforeNextOpening;
      beforeNextOpening = () -> {};
      return Uni.createFrom()
          .voidItem()
          .emitOn(Infrastructure.getDefaultWorkerPool())
          .invoke(disturbance)
          .chain(() -> super.open(opened));
    }
  }

  private BatchProcessor processor() {
    Conversations states = new DisturbedConversations();
    Storage storage = new Storage(states, messages, recent, lastMessages, positions, scheduled, 8);
    Downlink downlink = new Downlink(routes, told);
    return new BatchProcessor(
        new CommandDecoder(handlers, json),
        storage,
        new Announcer(downlink, told, json, Partitions.DEFAULT_COUNT));
  }

  /** Hands a batch in and waits; what was told before is forgotten first. */
  void process(Batch batch) {
    told.clear();
    IncomingRedisStreamBatch entries = batch.entries();
    try {
      BatchProcessor processor = processor();
      processor.process(batch.payloads(), entries).await().atMost(PATIENCE);
      rejections += processor.rejected();
    } finally {
      rejected = entries.refused();
    }
  }

  /** A conversation of two users who are connected to node n1. */
  String conversation(String user, String other) {
    routes.add(Batch.NODE, List.of(user, other)).await().atMost(PATIENCE);
    process(Batch.of().create(user, other));
    return ConversationIds.direct(user, other);
  }

  /** Another process would not know what this one remembers. */
  void forget() {
    cache.clear();
    recent.clear();
  }

  MessageAccepted accepted(int request) {
    return result(request, MessageAccepted.class);
  }

  ConversationCreated created(int request) {
    return result(request, ConversationCreated.class);
  }

  ErrorCode error(int request) {
    InboxItem.Reply reply = reply(request);
    if (!reply.error()) {
      throw new AssertionError("no error: " + reply.payload().text());
    }
    return ErrorCode.of(read(reply, ErrorReply.class).code());
  }

  /** {@code ok} or the code of the refusal. */
  String code(int request) {
    InboxItem.Reply reply = reply(request);
    return reply.error() ? read(reply, ErrorReply.class).code() : "ok";
  }

  <R> R result(int request, Class<R> type) {
    InboxItem.Reply reply = reply(request);
    if (reply.error()) {
      throw new AssertionError(reply.payload().text());
    }
    return read(reply, type);
  }

  private InboxItem.Reply reply(int request) {
    List<InboxItem.Reply> replies =
        told.replies().stream().filter(reply -> reply.request() == request).toList();
    if (replies.size() != 1) {
      throw new AssertionError(replies.size() + " replies to request " + request);
    }
    return replies.get(0);
  }

  private <R> R read(InboxItem.Reply reply, Class<R> type) {
    return read(reply.payload(), type);
  }

  /** What is stored of a conversation, in its order; fails when there is a hole. */
  List<StoredMessage> stored(String conversation) {
    List<StoredMessage> stored =
        messages()
            .list(new Document("conversationId", conversation), new Document("_id", 1))
            .await()
            .atMost(PATIENCE);
    for (int i = 0; i < stored.size(); i++) {
      if (stored.get(i).seq() != i + 1) {
        throw new AssertionError("a hole: " + stored);
      }
    }
    return stored;
  }

  /** The client message ids of what is stored, in the order of the conversation. */
  List<String> storedIds(String conversation) {
    return stored(conversation).stream().map(StoredMessage::clientMessageId).toList();
  }

  private MessageRepository messages() {
    return messages.real();
  }

  Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  static StoredMessage message(String conversation, long seq, String user, String id) {
    Instant sentAt = Instant.parse("2026-11-20T10:00:00.123Z");
    return Stored.message(conversation, seq, user, id, Content.text("other"), sentAt);
  }

  /** Somebody else stores a message. */
  void storeForeign(String conversation, long seq, String user, String id) {
    messages().insertAll(List.of(message(conversation, seq, user, id))).await().atMost(PATIENCE);
  }

  /** A group of users who are connected to node n1; the first one is its owner. */
  String group(String... users) {
    return open(ConversationType.GROUP, users);
  }

  /** The same for a channel. */
  String channel(String... users) {
    return open(ConversationType.CHANNEL, users);
  }

  private String open(String type, String... users) {
    routes.add(Batch.NODE, List.of(users)).await().atMost(PATIENCE);
    String key = Ids.random();
    List<String> others = List.of(users).subList(1, users.length);
    process(
        Batch.of()
            .create(users[0], new CreateConversation(type, others, key, "title", null, null)));
    if (!created(0).created()) {
      throw new AssertionError(type + " was there before");
    }
    return ConversationIds.created(users[0], key);
  }

  /** The same commands by other limits. */
  void settings(Map<String, String> settings) {
    MessageServiceSettings with = TestSettings.with(settings);
    handlers.clear();
    handlers.addAll(Handlers.with(with));
    routing = RoutingRule.of(with);
  }

  /** What MongoDB has of a membership. */
  StoredMembership membership(String conversation, String user) {
    return memberships.findById(StoredMembership.idOf(conversation, user)).await().atMost(PATIENCE);
  }

  /** Changes what MongoDB has of a conversation. */
  void change(String conversation, Document update) {
    conversations
        .mongoCollection()
        .updateOne(new Document("_id", conversation), update)
        .await()
        .atMost(PATIENCE);
  }

  /** What MongoDB has of a conversation. */
  StoredConversation conversation(String id) {
    return conversations.findById(id).await().atMost(PATIENCE);
  }

  /** The events of that name that were told, as records. */
  <E> List<E> events(String name, Class<E> type) {
    return told.events.stream()
        .map(TellTale.Event::envelope)
        .filter(event -> event.type().equals(name))
        .map(event -> read(event.payload(), type))
        .toList();
  }

  /** Who was told the events of that name, in order. */
  List<List<String>> receivers(String name) {
    return told.deliveries().stream()
        .filter(delivery -> delivery.event().equals(name))
        .map(delivery -> delivery.users().stream().sorted().toList())
        .toList();
  }

  private <R> R read(RawJson payload, Class<R> type) {
    try {
      return json.readValue(payload.utf8(), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String user(String name) {
    return name + "-" + Ids.random();
  }
}
