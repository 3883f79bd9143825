package dev.parley.cache.read;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.query.ListConversations;
import dev.parley.contracts.query.Query;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.reply.ConversationPage;
import dev.parley.contracts.reply.MyConversation;
import dev.parley.service.query.Cursor;
import dev.parley.service.query.PageSize;
import dev.parley.service.query.QueryHandler;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;

/**
 * {@code conversation:list}. A conversation in which something happens while a client goes from
 * page to page moves to the front, and the client hears of it by its event.
 */
@Singleton
public class ListHandler implements QueryHandler<ListConversations> {

  private final Seats seats;
  private final PageSize pageSize;
  private final Fallback fallback;

  @Inject
  ListHandler(Seats seats, PageSize pageSize, Fallback fallback) {
    this.seats = seats;
    this.pageSize = pageSize;
    this.fallback = fallback;
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
    Cursor from = Cursor.of(query.cursor());
    return fallback.or(seats.of(user).map(all -> page(query, from, all)), type(), query, user);
  }

  private RawJson page(ListConversations query, Cursor from, List<Seat> all) {
    boolean archived = Boolean.TRUE.equals(query.archived());
    List<Seat> onward =
        all.stream()
            .filter(seat -> seat.isArchived() == archived)
            .filter(seat -> from == null || seat.place().compareTo(from) > 0)
            .sorted(Comparator.comparing(Seat::place))
            .toList();
    List<Seat> wanted = onward.subList(0, Math.min(Query.limit(query.limit()), onward.size()));
    List<MyConversation> mine = wanted.stream().map(Seat::mine).toList();
    return pageSize.written(
        mine,
        fit -> {
          boolean more = fit.size() < onward.size();
          return new ConversationPage(fit, more ? wanted.get(fit.size() - 1).place().text() : null);
        });
  }
}
