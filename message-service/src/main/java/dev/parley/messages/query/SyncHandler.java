package dev.parley.messages.query;

import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.query.Sync;
import dev.parley.contracts.reply.MyConversation;
import dev.parley.contracts.reply.SyncPage;
import dev.parley.contracts.view.MessageView;
import dev.parley.messages.conversation.MembershipRepository;
import dev.parley.messages.conversation.StoredMembership;
import dev.parley.messages.message.MessageRepository;
import dev.parley.messages.message.MessageViews;
import dev.parley.messages.message.StoredMessage;
import dev.parley.service.query.PageSize;
import dev.parley.service.query.QueryHandler;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code sync}: eight calls to MongoDB at most, whatever the number of conversations. All that it
 * brings is there without holes, also while more comes: that is told as {@code more}, or by events.
 */
@ApplicationScoped
public class SyncHandler implements QueryHandler<Sync> {

  /** How many conversations that the caller did not name are told at once; latest joined first. */
  static final int MAX_ADDED = 100;

  private final Seats seats;
  private final MyConversations mine;
  private final ConversationViews views;
  private final MembershipRepository memberships;
  private final MessageRepository messages;
  private final PageSize pageSize;

  SyncHandler(
      Seats seats,
      MyConversations mine,
      ConversationViews views,
      MembershipRepository memberships,
      MessageRepository messages,
      PageSize pageSize) {
    this.seats = seats;
    this.mine = mine;
    this.views = views;
    this.memberships = memberships;
    this.messages = messages;
    this.pageSize = pageSize;
  }

  @Override
  public String type() {
    return QueryType.SYNC;
  }

  @Override
  public Class<Sync> payloadType() {
    return Sync.class;
  }

  @Override
  public Uni<?> answer(Sync query, String user) {
    Set<String> named = query.positions().keySet();
    return Uni.combine()
        .all()
        .unis(memberships.ofUser(user, named), added(query, user))
        .with(SyncHandler::current)
        .chain(current -> seats.of(current.keySet(), current))
        .chain(all -> page(query, all));
  }

  private Uni<List<StoredMembership>> added(Sync query, String user) {
    return Boolean.FALSE.equals(query.added())
        ? Uni.createFrom().item(List.of())
        : memberships.current(user, query.positions().keySet(), MAX_ADDED);
  }

  private static Map<String, StoredMembership> current(
      List<StoredMembership> named, List<StoredMembership> added) {
    List<StoredMembership> all = new ArrayList<>(added);
    named.stream().filter(membership -> membership.leftAt() == null).forEach(all::add);
    return Seats.byConversation(all);
  }

  private Uni<SyncPage> page(Sync query, List<Seat> all) {
    Map<Boolean, List<Seat>> byNamed =
        all.stream()
            .collect(Collectors.partitioningBy(seat -> query.positions().containsKey(seat.id())));
    Set<String> known = byNamed.get(true).stream().map(Seat::id).collect(Collectors.toSet());
    List<String> gone =
        query.positions().keySet().stream().filter(id -> !known.contains(id)).toList();
    return Uni.combine()
        .all()
        .unis(missed(query, byNamed.get(true)), mine.of(byNamed.get(false)))
        .with((missed, added) -> page(missed, added, gone));
  }

  private record Missed(SyncPlan plan, Map<String, Long> firstSeqs, List<MessageView> messages) {}

  private Uni<Missed> missed(Sync query, List<Seat> named) {
    int limit = query.limit() == null ? Sync.MAX_MESSAGES : query.limit();
    Map<String, Long> firstSeqs = firstSeqs(named);
    return views
        .lastSeqs(named.stream().map(Seat::conversation).toList())
        .map(lastSeqs -> SyncPlan.of(present(query.positions(), firstSeqs), lastSeqs, limit))
        .chain(
            plan ->
                messages
                    .findAll(plan.primaryKeys())
                    .map(found -> missed(plan, firstSeqs, WithoutHoles.of(found))));
  }

  /** Of the conversations whose oldest messages are gone. */
  private static Map<String, Long> firstSeqs(List<Seat> seats) {
    Map<String, Long> firstSeqs = new HashMap<>();
    for (Seat seat : seats) {
      long first = seat.conversation().details().firstSeq();
      if (first > 1) {
        firstSeqs.put(seat.id(), first);
      }
    }
    return firstSeqs;
  }

  /** Positions before the first message that is there count as right before it. */
  private static Map<String, Long> present(
      Map<String, Long> positions, Map<String, Long> firstSeqs) {
    Map<String, Long> present = new HashMap<>(positions);
    firstSeqs.forEach((id, first) -> present.merge(id, first - 1, Math::max));
    return present;
  }

  /** What has expired since the conversations were read is gone, too. */
  private Missed missed(
      SyncPlan plan, Map<String, Long> firstSeqs, List<StoredMessage> withoutHoles) {
    String id = null;
    for (StoredMessage message : withoutHoles) {
      if (!message.conversationId().equals(id)
          && message.seq() > plan.positions().get(message.conversationId()) + 1) {
        firstSeqs.put(message.conversationId(), message.seq());
      }
      id = message.conversationId();
    }
    return new Missed(
        plan, firstSeqs, pageSize.first(withoutHoles.stream().map(MessageViews::of).toList()));
  }

  private SyncPage page(Missed missed, List<MyConversation> added, List<String> gone) {
    Map<String, Long> reached = missed.plan().reached(missed.messages());
    return new SyncPage(
        missed.messages(),
        reached,
        missed.plan().more(reached),
        pageSize.first(added),
        gone,
        missed.firstSeqs().isEmpty() ? null : missed.firstSeqs());
  }
}
