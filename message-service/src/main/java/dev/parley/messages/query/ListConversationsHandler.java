package dev.parley.messages.query;

import dev.parley.contracts.query.ListConversations;
import dev.parley.contracts.query.Query;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.reply.ConversationPage;
import dev.parley.contracts.reply.MyConversation;
import dev.parley.messages.conversation.Activity;
import dev.parley.messages.message.MessageRepository;
import dev.parley.service.query.Cursor;
import dev.parley.service.query.PageSize;
import dev.parley.service.query.QueryHandler;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code conversation:list}: pinned ones first, then by when something happened. A conversation in
 * which something happens while a client goes from page to page moves to the front, and the client
 * hears of it by its event.
 */
@ApplicationScoped
public class ListConversationsHandler implements QueryHandler<ListConversations> {

  private final RecentConversations recent;
  private final Seats seats;
  private final MyConversations mine;
  private final MessageRepository messages;
  private final PageSize pageSize;

  ListConversationsHandler(
      RecentConversations recent,
      Seats seats,
      MyConversations mine,
      MessageRepository messages,
      PageSize pageSize) {
    this.recent = recent;
    this.seats = seats;
    this.mine = mine;
    this.messages = messages;
    this.pageSize = pageSize;
  }

  @Override
  public String type() {
    return QueryType.LIST_CONVERSATIONS;
  }

  @Override
  public Class<ListConversations> payloadType() {
    return ListConversations.class;
  }

  @Override
  public Uni<?> answer(ListConversations query, String user) {
    Cursor cursor = Cursor.of(query.cursor());
    int limit = Query.limit(query.limit());
    return recent
        .of(user)
        .chain(
            found ->
                archived(found)
                    .map(archived -> onward(found, archived, query.archived(), cursor))
                    .chain(onward -> page(onward, limit, found)));
  }

  /** Those that may be archived, by what their documents say, with their true last seqs. */
  private Uni<Map<String, Long>> archived(RecentConversations.Found found) {
    Map<String, Long> suspects = new HashMap<>();
    for (Activity activity : found.activities()) {
      String id = activity.conversationId();
      if (MyConversations.isArchived(found.memberships().get(id), activity.lastSeq())) {
        suspects.put(id, activity.lastSeq());
      }
    }
    return suspects.isEmpty() ? Uni.createFrom().item(suspects) : messages.lastSeqs(suspects);
  }

  /** The places of the list behind the cursor, in their order. */
  private static List<Cursor> onward(
      RecentConversations.Found found, Map<String, Long> archived, Boolean asked, Cursor cursor) {
    return found.activities().stream()
        .filter(one -> isArchived(one, found, archived) == Boolean.TRUE.equals(asked))
        .map(one -> place(one, found))
        .filter(place -> cursor == null || place.compareTo(cursor) > 0)
        .sorted()
        .toList();
  }

  private static Cursor place(Activity one, RecentConversations.Found found) {
    String id = one.conversationId();
    return new Cursor(found.memberships().get(id).pinned(), one.at(), id);
  }

  private static boolean isArchived(
      Activity one, RecentConversations.Found found, Map<String, Long> archived) {
    Long lastSeq = archived.get(one.conversationId());
    return lastSeq != null
        && MyConversations.isArchived(found.memberships().get(one.conversationId()), lastSeq);
  }

  private Uni<ConversationPage> page(
      List<Cursor> onward, int limit, RecentConversations.Found found) {
    List<Cursor> wanted = onward.stream().limit(limit).toList();
    List<String> ids = wanted.stream().map(Cursor::id).toList();
    return seats
        .of(ids, found.memberships())
        .chain(mine::of)
        .map(all -> page(all, pageSize.first(all), wanted, onward.size() > limit));
  }

  /** What fits; the cursor is where the last one of it stood in the list. */
  private static ConversationPage page(
      List<MyConversation> all, List<MyConversation> fit, List<Cursor> wanted, boolean more) {
    if (fit.size() == all.size()) {
      return new ConversationPage(all, more ? wanted.get(wanted.size() - 1).text() : null);
    }
    String last = fit.get(fit.size() - 1).conversation().conversationId();
    Cursor place = wanted.stream().filter(one -> one.id().equals(last)).findFirst().orElseThrow();
    return new ConversationPage(fit, place.text());
  }
}
