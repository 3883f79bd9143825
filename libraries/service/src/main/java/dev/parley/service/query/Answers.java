package dev.parley.service.query;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.query.Query;
import dev.parley.service.RefusedException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The answers to queries that are asked in this process, without the stream, so many at once.
 * Thread-safe.
 */
public final class Answers {

  private final Map<Class<?>, QueryHandler<?>> handlers;
  private final Lookup lookup;
  private final QueryMeters meters;
  private final int atOnce;
  private final AtomicInteger underWay = new AtomicInteger();

  /**
   * @param handlers one per type of query
   * @param atOnce upper bound of those under way
   */
  public Answers(List<QueryHandler<?>> handlers, Lookup lookup, QueryMeters meters, int atOnce) {
    this.handlers =
        handlers.stream().collect(Collectors.toMap(QueryHandler::payloadType, Function.identity()));
    this.lookup = lookup;
    this.meters = meters;
    this.atOnce = atOnce;
  }

  /**
   * The answer as JSON.
   *
   * @param user who asks
   * @param time how long it may take
   * @return fails with {@link RefusedException}: also as {@code rate_limited}, when too many are
   *     under way
   * @throws dev.parley.contracts.command.InvalidFieldException naming the field and the limit
   */
  public <Q extends Query> Uni<RawJson> ask(Q query, String user, Duration time) {
    query.check();
    @SuppressWarnings("unchecked") // registered under its own type
    QueryHandler<Q> handler = (QueryHandler<Q>) handlers.get(query.getClass());
    Uni<?> answer =
        Uni.createFrom().deferred(() -> handler.answer(query, user).map(a -> (Object) a));
    return Uni.createFrom()
        .deferred(() -> looked(handler.type(), answer, time))
        .map(this::resultOf);
  }

  private Uni<Lookup.Answer> looked(String type, Uni<?> answer, Duration time) {
    if (underWay.incrementAndGet() > atOnce) {
      underWay.decrementAndGet();
      throw new RefusedException(ErrorCode.RATE_LIMITED, "too many requests are under way");
    }
    meters.begun();
    return lookup.answer(type, answer, time).onTermination().invoke(this::ended);
  }

  private void ended() {
    underWay.decrementAndGet();
    meters.ended();
  }

  private RawJson resultOf(Lookup.Answer answer) {
    meters.count(answer.outcome());
    if (answer.isError()) {
      throw RefusedException.of(answer.refusal());
    }
    return answer.payload();
  }
}
