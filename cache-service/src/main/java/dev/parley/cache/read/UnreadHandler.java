package dev.parley.cache.read;

import dev.parley.contracts.query.CountUnread;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.reply.UnreadCount;
import dev.parley.service.query.QueryHandler;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** {@code conversation:unread}: how much is unread, for a badge. */
@Singleton
public class UnreadHandler implements QueryHandler<CountUnread> {

  private final Seats seats;
  private final Fallback fallback;

  @Inject
  UnreadHandler(Seats seats, Fallback fallback) {
    this.seats = seats;
    this.fallback = fallback;
  }

  @Override
  public String type() {
    return QueryType.COUNT_UNREAD;
  }

  @Override
  public Class<CountUnread> payloadType() {
    return CountUnread.class;
  }

  @Override
  public Uni<?> answer(CountUnread query, String user) {
    return fallback.or(seats.of(user).map(UnreadHandler::count), type(), query, user);
  }

  private static UnreadCount count(List<Seat> seats) {
    long messages = 0;
    int conversations = 0;
    long muted = 0;
    for (Seat seat : seats) {
      long unread = seat.isArchived() ? 0 : seat.unread();
      if (seat.me().muted()) {
        muted += unread;
      } else if (unread > 0) {
        messages += unread;
        conversations++;
      }
    }
    return new UnreadCount(messages, conversations, muted);
  }
}
