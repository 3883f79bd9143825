package dev.parley.messages.query;

import dev.parley.contracts.id.MessageIds;
import dev.parley.contracts.reply.MyConversation;
import dev.parley.contracts.view.ConversationView;
import dev.parley.messages.conversation.StoredMembership;
import dev.parley.messages.message.MessageRepository;
import dev.parley.messages.message.MessageViews;
import dev.parley.messages.message.StoredMessage;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Conversations as their members have them, with the true last message. Thread-safe. */
@ApplicationScoped
public class MyConversations {

  private final ConversationViews views;
  private final MessageRepository messages;

  MyConversations(ConversationViews views, MessageRepository messages) {
    this.views = views;
    this.messages = messages;
  }

  /** What belongs to the seats, in their order. Four calls at most, whatever the number. */
  Uni<List<MyConversation>> of(List<Seat> seats) {
    if (seats.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return views
        .of(seats.stream().map(Seat::conversation).toList())
        .chain(
            shown ->
                messages.findAll(lastMessages(shown)).map(last -> assemble(seats, shown, last)));
  }

  /** Those that have not expired. */
  private static List<String> lastMessages(List<ConversationView> shown) {
    return shown.stream()
        .filter(view -> view.firstSeq() == null || view.lastSeq() >= view.firstSeq())
        .map(view -> MessageIds.primaryKey(view.conversationId(), view.lastSeq()))
        .toList();
  }

  private static List<MyConversation> assemble(
      List<Seat> seats, List<ConversationView> shown, List<StoredMessage> lastMessages) {
    Map<String, StoredMessage> last =
        lastMessages.stream()
            .collect(Collectors.toMap(StoredMessage::conversationId, message -> message));
    List<MyConversation> mine = new ArrayList<>(seats.size());
    for (int i = 0; i < seats.size(); i++) {
      mine.add(mine(seats.get(i), shown.get(i), last.get(seats.get(i).id())));
    }
    return mine;
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
