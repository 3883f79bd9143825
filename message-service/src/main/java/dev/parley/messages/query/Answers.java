package dev.parley.messages.query;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.query.Query;
import dev.parley.messages.RefusedException;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The answers to queries that are asked in this process, without the stream. Thread-safe. */
@ApplicationScoped
public class Answers {

  private final Map<Class<?>, QueryHandler<?>> handlers;
  private final Lookup lookup;
  private final QueryMeters meters;

  @Inject
  Answers(@All List<QueryHandler<?>> handlers, Lookup lookup, QueryMeters meters) {
    this.handlers =
        handlers.stream().collect(Collectors.toMap(QueryHandler::payloadType, Function.identity()));
    this.lookup = lookup;
    this.meters = meters;
  }

  /**
   * The answer as JSON.
   *
   * @param user who asks
   * @param time how long it may take
   * @return fails with {@link RefusedException}
   * @throws dev.parley.contracts.command.InvalidFieldException naming the field and the limit
   */
  public <Q extends Query> Uni<RawJson> ask(Q query, String user, Duration time) {
    query.check();
    @SuppressWarnings("unchecked") // registered under its own type
    QueryHandler<Q> handler = (QueryHandler<Q>) handlers.get(query.getClass());
    Uni<?> answer =
        Uni.createFrom().deferred(() -> handler.answer(query, user).map(a -> (Object) a));
    meters.begun();
    return lookup
        .answer(handler.type(), answer, time)
        .onTermination()
        .invoke(meters::ended)
        .map(this::resultOf);
  }

  private RawJson resultOf(Lookup.Answer answer) {
    meters.count(answer.outcome());
    if (answer.isError()) {
      throw RefusedException.of(answer.refusal());
    }
    return answer.payload();
  }
}
