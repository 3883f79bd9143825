package dev.parley.cache.read;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.query.DescribeConversations;
import dev.parley.contracts.query.ListMemberships;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.query.Sync;
import dev.parley.contracts.reply.ConversationDescriptions;
import dev.parley.contracts.reply.ConversationPage;
import dev.parley.contracts.reply.ErrorReply;
import dev.parley.contracts.reply.MembershipPage;
import dev.parley.contracts.reply.SyncPage;
import dev.parley.contracts.view.MembershipView;
import dev.parley.contracts.view.MessageView;
import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.routing.Downlink;
import dev.parley.routing.Outbox;
import dev.parley.service.testing.Await;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** What cache-service sees of message-service: events, and the answers to its questions. */
@Singleton
public class MessageService {

  @Inject
  @Channel("to-events")
  @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 10_000)
  MutinyEmitter<byte[]> events;

  @Inject Downlink downlink;
  @Inject ObjectMapper json;

  private final Map<String, Integer> asked = new HashMap<>();
  private Truth truth = new Truth();
  private Function<List<MembershipView>, List<MembershipView>> positions = Function.identity();
  private boolean away;

  /** Begins anew. */
  synchronized Truth begin() {
    truth = new Truth();
    asked.clear();
    positions = Function.identity();
    away = false;
    return truth;
  }

  /** What is stored of positions, given what is true. */
  synchronized void positions(Function<List<MembershipView>, List<MembershipView>> stored) {
    positions = stored;
  }

  synchronized void away(boolean isAway) {
    away = isAway;
  }

  /** How many questions of a type have come. */
  synchronized int asked(String type) {
    return asked.getOrDefault(type, 0);
  }

  /** Something is stored, which nobody is told of yet. */
  synchronized <T> T store(Function<Truth, T> change) {
    return change.apply(truth);
  }

  /** Something happens: stored, and told in one entry. */
  void happen(Function<Truth, List<Truth.Told>> change) {
    tell(store(change));
  }

  /** Tells events of one conversation; ends when they are in their stream. */
  void tell(List<Truth.Told> told) {
    List<Envelope> envelopes = told.stream().map(this::envelope).toList();
    String key = told.get(0).conversationId();
    Await.result(send(key, EnvelopeCodec.encodeAll(envelopes)));
  }

  Uni<Void> send(String key, byte[] entry) {
    return events.sendMessage(
        Message.of(entry, Metadata.of(OutgoingRedisStreamMetadata.ofKey(key))));
  }

  private Envelope envelope(Truth.Told told) {
    return new Envelope(
        Ids.random(),
        told.type(),
        told.conversationId(),
        System.currentTimeMillis(),
        told.user(),
        null,
        write(told.payload()));
  }

  @Incoming("of-messages")
  Uni<Void> onQuery(byte[] entry) {
    Envelope query = EnvelopeCodec.decode(entry);
    Object answer = answer(query);
    if (answer == null) {
      return Uni.createFrom().voidItem();
    }
    Outbox outbox = downlink.begin();
    outbox.reply(query.replyTo(), answer instanceof ErrorReply, write(answer));
    return outbox.send();
  }

  private synchronized Object answer(Envelope query) {
    asked.merge(query.type(), 1, Integer::sum);
    if (away) {
      return null;
    }
    return switch (query.type()) {
      case ListMemberships.TYPE -> memberships(read(query, ListMemberships.class));
      case DescribeConversations.TYPE -> {
        DescribeConversations asked = read(query, DescribeConversations.class);
        int messages = asked.messages() == null ? 1 : asked.messages();
        yield new ConversationDescriptions(truth.describe(asked.conversationIds(), messages), null);
      }
      case QueryType.SYNC -> sync(read(query, Sync.class));
      case QueryType.LIST_CONVERSATIONS ->
          new ConversationPage(truth.list(query.user(), false), null);
      case QueryType.COUNT_UNREAD -> truth.unread(query.user());
      default -> ErrorReply.of(ErrorCode.METHOD_NOT_FOUND, query.type());
    };
  }

  private MembershipPage memberships(ListMemberships query) {
    List<MembershipView> all = positions.apply(truth.memberships(query.userId()));
    List<MembershipView> onward =
        all.stream()
            .filter(
                one -> query.after() == null || one.conversationId().compareTo(query.after()) > 0)
            .toList();
    // Small pages, so that there are several.
    List<MembershipView> page = onward.subList(0, Math.min(3, onward.size()));
    boolean more = page.size() < onward.size();
    return new MembershipPage(page, more ? page.get(page.size() - 1).conversationId() : null);
  }

  private SyncPage sync(Sync query) {
    List<MessageView> messages = new ArrayList<>();
    Map<String, Long> reached = new HashMap<>();
    query
        .positions()
        .forEach(
            (id, seq) -> {
              List<MessageView> after = truth.after(id, seq);
              int room = Math.max(0, query.limit() - messages.size());
              List<MessageView> fit = after.subList(0, Math.min(room, after.size()));
              messages.addAll(fit);
              reached.put(id, fit.isEmpty() ? seq : fit.get(fit.size() - 1).seq());
            });
    return new SyncPage(messages, reached, List.of(), List.of(), List.of(), null);
  }

  private <T> T read(Envelope query, Class<T> type) {
    try {
      return json.readValue(query.payload().utf8(), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RawJson write(Object value) {
    try {
      return RawJson.of(json.writeValueAsBytes(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
