package dev.parley.service.query;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.MalformedException;
import dev.parley.contracts.query.Query;
import dev.parley.json.StrictJson;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns the entries of the query stream into questions, by their type. Thread-safe. */
@Singleton
public class QueryDecoder {

  private record Dispatch<Q extends Query>(QueryHandler<Q> handler, StrictJson<Q> format) {

    Uni<?> answer(Envelope envelope) {
      Q query = format.read(envelope.payload().utf8());
      query.check();
      return handler.answer(query, envelope.user());
    }
  }

  private final Map<String, Dispatch<?>> byType = new HashMap<>();

  @Inject
  QueryDecoder(@All List<QueryHandler<?>> handlers) {
    for (QueryHandler<?> handler : handlers) {
      byType.put(handler.type(), dispatch(handler));
    }
  }

  private static <Q extends Query> Dispatch<Q> dispatch(QueryHandler<Q> handler) {
    return new Dispatch<>(handler, StrictJson.of(handler.payloadType()));
  }

  /**
   * Reads an entry. What its asker has to be told about, such as a field out of bounds, comes as
   * the failure of its answer.
   *
   * @throws MalformedException when it is not an envelope, or there is nobody to answer
   */
  public Question decode(byte[] entry) {
    Envelope envelope = EnvelopeCodec.decode(entry);
    if (envelope.replyTo() == null) {
      throw new MalformedException("a query without anybody to answer");
    }
    Dispatch<?> dispatch = byType.get(envelope.type());
    return new Question(
        envelope,
        dispatch == null
            ? Uni.createFrom().failure(new UnknownQueryException(envelope.type()))
            : Uni.createFrom().deferred(() -> dispatch.answer(envelope).map(Object.class::cast)));
  }
}
