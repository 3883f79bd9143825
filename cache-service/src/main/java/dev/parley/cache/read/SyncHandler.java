package dev.parley.cache.read;

import dev.parley.cache.model.RecentModel;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.query.Sync;
import dev.parley.contracts.reply.MyConversation;
import dev.parley.contracts.reply.SyncPage;
import dev.parley.contracts.view.MessageView;
import dev.parley.service.query.PageSize;
import dev.parley.service.query.QueryHandler;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * {@code sync}, from the last messages of the conversations; only for what is older message-service
 * is asked. All that it brings is there without holes, also while more comes.
 */
@Singleton
public class SyncHandler implements QueryHandler<Sync> {

  /** How many conversations that the caller did not name are told at once; latest active first. */
  static final int MAX_ADDED = 100;

  private final Seats seats;
  private final Loader loader;
  private final Messages messages;
  private final PageSize pageSize;
  private final Fallback fallback;

  @Inject
  SyncHandler(Seats seats, Loader loader, Messages messages, PageSize pageSize, Fallback fallback) {
    this.seats = seats;
    this.loader = loader;
    this.messages = messages;
    this.pageSize = pageSize;
    this.fallback = fallback;
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
    return fallback.or(
        seats.of(user).chain(all -> new Missed(query, user, all).page()), type(), query, user);
  }

  /** One answer. */
  private final class Missed {

    private final Sync query;
    private final String user;
    private final Map<String, Seat> seats;
    private final int limit;

    Missed(Sync query, String user, List<Seat> all) {
      this.query = query;
      this.user = user;
      this.seats = all.stream().collect(Collectors.toMap(Seat::id, Function.identity()));
      this.limit = query.limit() == null ? Sync.MAX_MESSAGES : query.limit();
    }

    Uni<SyncPage> page() {
      SyncPlan plan = SyncPlan.of(positions(), lastSeqs(), limit);
      return loader.recent(plan.wanted()).chain(recent -> page(plan, recent));
    }

    /** Of the conversations that the caller named; before the first message is right before it. */
    private Map<String, Long> positions() {
      Map<String, Long> positions = new HashMap<>();
      query
          .positions()
          .forEach(
              (id, seq) -> {
                Seat seat = seats.get(id);
                if (seat != null) {
                  positions.put(id, Math.max(seq, seat.firstSeq() - 1));
                }
              });
      return positions;
    }

    private Map<String, Long> lastSeqs() {
      Map<String, Long> lastSeqs = new HashMap<>();
      seats.forEach((id, seat) -> lastSeqs.put(id, seat.lastSeq()));
      return lastSeqs;
    }

    private Uni<SyncPage> page(SyncPlan plan, Map<String, RecentModel> recent) {
      List<MessageView> found = new ArrayList<>();
      Map<String, Long> older = new HashMap<>();
      Map<String, Long> firstSeqs = firstSeqs();
      plan.wanted()
          .forEach(
              (id, position) -> {
                RecentModel last = recent.get(id);
                if (last == null || last.fromSeq() > position + 1) {
                  older.put(id, position);
                } else {
                  last.messages().stream()
                      .filter(message -> message.seq() > position)
                      .limit(plan.room(id))
                      .forEach(found::add);
                }
              });
      return older(older, firstSeqs, found).map(all -> answer(plan, all, firstSeqs));
    }

    private Uni<List<MessageView>> older(
        Map<String, Long> positions, Map<String, Long> firstSeqs, List<MessageView> found) {
      if (positions.isEmpty() || found.size() >= limit) {
        return Uni.createFrom().item(found);
      }
      Sync rest = new Sync(positions, limit - found.size(), false);
      return messages
          .answer(QueryType.SYNC, rest, user, SyncPage.class)
          .map(
              page -> {
                found.addAll(page.messages());
                if (page.firstSeqs() != null) {
                  firstSeqs.putAll(page.firstSeqs());
                }
                return found;
              });
    }

    private SyncPage answer(SyncPlan plan, List<MessageView> found, Map<String, Long> firstSeqs) {
      List<MessageView> fit = pageSize.first(found);
      Map<String, Long> reached = plan.reached(fit);
      return new SyncPage(
          fit,
          reached,
          plan.more(reached),
          added(),
          gone(),
          firstSeqs.isEmpty() ? null : firstSeqs);
    }

    private Map<String, Long> firstSeqs() {
      Map<String, Long> firstSeqs = new HashMap<>();
      for (String id : query.positions().keySet()) {
        Seat seat = seats.get(id);
        if (seat != null && seat.firstSeq() > 1) {
          firstSeqs.put(id, seat.firstSeq());
        }
      }
      return firstSeqs;
    }

    private List<MyConversation> added() {
      return Boolean.FALSE.equals(query.added())
          ? List.of()
          : pageSize.first(
              seats.values().stream()
                  .filter(seat -> !query.positions().containsKey(seat.id()))
                  .sorted(Comparator.comparing(Seat::place))
                  .limit(MAX_ADDED)
                  .map(Seat::mine)
                  .toList());
    }

    private List<String> gone() {
      return query.positions().keySet().stream().filter(id -> !seats.containsKey(id)).toList();
    }
  }
}
