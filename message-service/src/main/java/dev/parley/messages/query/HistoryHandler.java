package dev.parley.messages.query;

import dev.parley.contracts.query.History;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.reply.HistoryPage;
import dev.parley.contracts.view.MessageView;
import dev.parley.messages.message.MessageRepository;
import dev.parley.messages.message.MessageViews;
import dev.parley.service.query.PageSize;
import dev.parley.service.query.QueryHandler;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** {@code history}: for members, and of a channel for everybody. By primary keys alone. */
@ApplicationScoped
public class HistoryHandler implements QueryHandler<History> {

  private final Seats seats;
  private final MessageRepository messages;
  private final PageSize pageSize;

  HistoryHandler(Seats seats, MessageRepository messages, PageSize pageSize) {
    this.seats = seats;
    this.messages = messages;
    this.pageSize = pageSize;
  }

  @Override
  public String type() {
    return QueryType.HISTORY;
  }

  @Override
  public Class<History> payloadType() {
    return History.class;
  }

  @Override
  public Uni<?> answer(History query, String user) {
    String id = query.conversationId();
    return seats
        .ofReader(id, user)
        .chain(
            seat ->
                messages
                    .lastSeqs(Map.of(id, seat.conversation().lastSeq()))
                    .map(last -> window(query, seat, last.get(id))))
        .chain(window -> page(id, window));
  }

  private static HistoryWindow window(History query, Seat seat, long last) {
    return HistoryWindow.of(query, seat.conversation().details().firstSeq(), last);
  }

  private Uni<HistoryPage> page(String id, HistoryWindow window) {
    return messages
        .findAll(window.primaryKeys(id))
        .map(found -> WithoutHoles.of(found).stream().map(MessageViews::of).toList())
        .map(found -> page(id, found, window));
  }

  private HistoryPage page(String id, List<MessageView> found, HistoryWindow window) {
    long from = found.isEmpty() ? window.from() : found.get(0).seq();
    int anchor = (int) Math.max(0, window.anchor() - from);
    List<MessageView> fit = pageSize.around(found, anchor);
    return new HistoryPage(
        id,
        fit,
        window.hasBefore(fit.isEmpty() ? window.from() : fit.get(0).seq()),
        window.hasAfter(fit.isEmpty() ? window.to() : fit.get(fit.size() - 1).seq()),
        window.first() > 1 ? window.first() : null);
  }
}
