package dev.parley.messages.query;

import dev.parley.contracts.id.MessageIds;
import dev.parley.contracts.reply.MyConversation;
import dev.parley.contracts.view.ConversationView;
import dev.parley.messages.conversation.Details;
import dev.parley.messages.conversation.MembershipRepository;
import dev.parley.messages.conversation.Metadata;
import dev.parley.messages.conversation.StoredConversation;
import dev.parley.messages.conversation.StoredMembership;
import dev.parley.messages.message.MessageRepository;
import dev.parley.messages.message.MessageViews;
import dev.parley.messages.message.StoredMessage;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Conversations as their members have them, with the true last message: what the conversation's
 * document says of it lags behind. Thread-safe.
 */
@ApplicationScoped
public class MyConversations {

  private final MembershipRepository memberships;
  private final MessageRepository messages;

  MyConversations(MembershipRepository memberships, MessageRepository messages) {
    this.memberships = memberships;
    this.messages = messages;
  }

  /** What belongs to the seats, in their order. Four calls at most, whatever the number. */
  Uni<List<MyConversation>> of(List<Seat> seats) {
    if (seats.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return Uni.combine()
        .all()
        .unis(lastSeqs(seats), memberships.counts(withoutFixedMembers(seats)))
        .with(Known::new)
        .chain(
            known ->
                messages
                    .findAll(lastMessages(seats, known.lastSeqs()))
                    .map(last -> assemble(seats, known, last)));
  }

  private record Known(Map<String, Long> lastSeqs, Map<String, Integer> counts) {}

  /** The true last seqs of the conversations. */
  Uni<Map<String, Long>> lastSeqs(List<Seat> seats) {
    Map<String, Long> atLeast = new HashMap<>();
    seats.forEach(seat -> atLeast.put(seat.id(), seat.conversation().lastSeq()));
    return messages.lastSeqs(atLeast);
  }

  private static Set<String> withoutFixedMembers(List<Seat> seats) {
    return seats.stream()
        .filter(seat -> seat.conversation().memberIds() == null)
        .map(Seat::id)
        .collect(Collectors.toSet());
  }

  private static List<String> lastMessages(List<Seat> seats, Map<String, Long> lastSeqs) {
    return seats.stream()
        .filter(seat -> !seat.conversation().details().hasExpired(lastSeqs.get(seat.id())))
        .map(seat -> MessageIds.primaryKey(seat.id(), lastSeqs.get(seat.id())))
        .toList();
  }

  private List<MyConversation> assemble(
      List<Seat> seats, Known known, List<StoredMessage> lastMessages) {
    Map<String, StoredMessage> last =
        lastMessages.stream()
            .collect(Collectors.toMap(StoredMessage::conversationId, message -> message));
    return seats.stream()
        .map(seat -> mine(seat, view(seat.conversation(), known), last.get(seat.id())))
        .toList();
  }

  private ConversationView view(StoredConversation stored, Known known) {
    List<String> pair = stored.memberIds();
    Details details = stored.details();
    return new ConversationView(
        stored.id(),
        stored.type(),
        stored.title(),
        stored.avatarUrl(),
        Metadata.parse(stored.metadata()),
        stored.createdAt(),
        stored.createdBy(),
        stored.deletedAt(),
        stored.revision(),
        pair == null ? known.counts().getOrDefault(stored.id(), 0) : pair.size(),
        known.lastSeqs().get(stored.id()),
        stored.pinned(),
        details.retentionDays(),
        details.firstSeq() > 1 ? details.firstSeq() : null);
  }

  private static MyConversation mine(Seat seat, ConversationView view, StoredMessage last) {
    StoredMembership me = seat.membership();
    long lastSeq = view.lastSeq();
    return new MyConversation(
        view,
        seat.conversation().memberIds(),
        me == null ? null : me.role(),
        me == null ? 0 : me.readSeq(),
        me == null ? 0 : me.deliveredSeq(),
        me == null ? 0 : seat.conversation().details().unread(lastSeq, me.readSeq()),
        me != null && me.muted(),
        me != null && isArchived(me, lastSeq),
        me != null && me.pinned(),
        last == null ? null : MessageViews.of(last));
  }

  /** Whether the user has archived the conversation and nothing came since. */
  static boolean isArchived(StoredMembership membership, long lastSeq) {
    return membership.archivedSeq() != null && lastSeq <= membership.archivedSeq();
  }
}
