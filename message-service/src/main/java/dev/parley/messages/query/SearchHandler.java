package dev.parley.messages.query;

import com.mongodb.MongoCommandException;
import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.query.Query;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.query.Search;
import dev.parley.contracts.reply.SearchPage;
import dev.parley.contracts.view.MessageView;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.conversation.Activity;
import dev.parley.messages.conversation.StoredConversation;
import dev.parley.messages.message.MessageSearch;
import dev.parley.messages.message.MessageSearch.Before;
import dev.parley.messages.message.MessageSearch.Wanted;
import dev.parley.messages.message.MessageViews;
import dev.parley.messages.message.StoredMessage;
import dev.parley.messages.message.TextIndex;
import dev.parley.service.query.Cursor;
import dev.parley.service.query.PageSize;
import dev.parley.service.query.QueryHandler;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code search}: in one conversation of the caller, or in the {@value #MAX_CONVERSATIONS} with the
 * latest activity. With a {@link TextIndex} all their messages are searched; without it the latest
 * ones, {@code parley.queries.max-scanned} in all, the same number of each conversation.
 */
@ApplicationScoped
public class SearchHandler implements QueryHandler<Search> {

  /** How many conversations one search is about at most. */
  static final int MAX_CONVERSATIONS = 50;

  private static final String INDEX = "index";
  private static final String SCAN = "scan";

  private final Seats seats;
  private final RecentConversations recent;
  private final MessageSearch search;
  private final TextIndex index;
  private final PageSize pageSize;
  private final int maxScanned;

  SearchHandler(
      Seats seats,
      RecentConversations recent,
      MessageSearch search,
      TextIndex index,
      PageSize pageSize,
      MessageServiceSettings settings) {
    this.seats = seats;
    this.recent = recent;
    this.search = search;
    this.index = index;
    this.pageSize = pageSize;
    this.maxScanned = settings.queries().maxScanned();
  }

  @Override
  public String type() {
    return QueryType.SEARCH;
  }

  @Override
  public Class<Search> payloadType() {
    return Search.class;
  }

  @Override
  public Uni<?> answer(Search query, String user) {
    Cursor cursor = Cursor.of(query.cursor());
    int limit = Query.limit(query.limit());
    Wanted wanted =
        new Wanted(
            words(query.text()),
            cursor == null ? null : new Before(cursor.time(), cursor.id()),
            limit + 1);
    return where(query.conversationId(), user)
        .chain(ranges -> find(ranges, wanted))
        .map(found -> page(found, limit));
  }

  private static List<String> words(String text) {
    List<String> words =
        Arrays.stream(text.split("[\\s\"]+")).filter(word -> !word.isEmpty()).distinct().toList();
    if (words.isEmpty()) {
      throw new InvalidFieldException("text", "must have a word");
    }
    return words;
  }

  /** Which messages a conversation has. */
  private record Range(long first, long last) {}

  /** The conversations to search. */
  private Uni<Map<String, Range>> where(String conversationId, String user) {
    return conversationId == null
        ? recent.of(user).map(found -> latest(found.activities()))
        : seats
            .ofMember(conversationId, user)
            .map(seat -> Map.of(conversationId, range(seat.conversation())));
  }

  private static Range range(StoredConversation conversation) {
    return new Range(conversation.details().firstSeq(), conversation.lastSeq());
  }

  private static Map<String, Range> latest(List<Activity> activities) {
    Map<String, Range> ranges = new HashMap<>();
    activities.stream()
        .limit(MAX_CONVERSATIONS)
        .forEach(one -> ranges.put(one.conversationId(), new Range(one.firstSeq(), one.lastSeq())));
    return ranges;
  }

  private record Found(String method, List<StoredMessage> messages) {}

  private Uni<Found> find(Map<String, Range> ranges, Wanted wanted) {
    if (!index.isThere()) {
      return scan(ranges, wanted);
    }
    Map<String, Long> from = new HashMap<>();
    ranges.forEach((id, range) -> from.put(id, range.first()));
    return search
        .byIndex(from, wanted)
        .map(messages -> new Found(INDEX, messages))
        // Somebody may have dropped it.
        .onFailure(MongoCommandException.class)
        .recoverWithUni(() -> scan(ranges, wanted));
  }

  private Uni<Found> scan(Map<String, Range> ranges, Wanted wanted) {
    if (ranges.isEmpty()) {
      return Uni.createFrom().item(new Found(SCAN, List.of()));
    }
    int each = Math.max(1, maxScanned / ranges.size());
    Map<String, Long> from = new HashMap<>();
    ranges.forEach((id, range) -> from.put(id, Math.max(range.first(), range.last() - each + 1)));
    return search.scan(from, wanted).map(messages -> new Found(SCAN, messages));
  }

  private SearchPage page(Found result, int limit) {
    List<StoredMessage> found = result.messages();
    List<MessageView> views = found.stream().limit(limit).map(MessageViews::of).toList();
    List<MessageView> fit = pageSize.first(views);
    boolean more = fit.size() < found.size();
    return new SearchPage(fit, result.method(), more ? cursor(found.get(fit.size() - 1)) : null);
  }

  private static String cursor(StoredMessage last) {
    return new Cursor(false, last.sentAt(), last.id()).text();
  }
}
