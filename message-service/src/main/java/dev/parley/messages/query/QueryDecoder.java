package dev.parley.messages.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.MalformedException;
import dev.parley.contracts.query.Query;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns the entries of the query stream into questions, by their type. Thread-safe. */
@ApplicationScoped
public class QueryDecoder {

  private record Dispatch<Q extends Query>(QueryHandler<Q> handler, ObjectReader reader) {

    Uni<?> answer(Envelope envelope) {
      Q query = read(envelope);
      query.check();
      return handler.answer(query, envelope.user());
    }

    private Q read(Envelope envelope) {
      try {
        return reader.readValue(envelope.payload().utf8());
      } catch (IOException notThatRecord) {
        // Jackson's message may quote what people wrote.
        throw new InvalidFieldException("params", "are not those of " + envelope.type());
      }
    }
  }

  private final Map<String, Dispatch<?>> byType = new HashMap<>();

  @Inject
  QueryDecoder(@All List<QueryHandler<?>> handlers, ObjectMapper json) {
    this((Collection<QueryHandler<?>>) handlers, json);
  }

  QueryDecoder(Collection<QueryHandler<?>> handlers, ObjectMapper json) {
    for (QueryHandler<?> handler : handlers) {
      byType.put(handler.type(), dispatch(handler, json));
    }
  }

  private static <Q extends Query> Dispatch<Q> dispatch(
      QueryHandler<Q> handler, ObjectMapper json) {
    return new Dispatch<>(handler, json.readerFor(handler.payloadType()));
  }

  /**
   * Reads an entry. What its asker has to be told about, such as a field out of bounds, comes as
   * the failure of its answer.
   *
   * @throws MalformedException when it is not an envelope, or there is nobody to answer
   */
  Question decode(byte[] entry) {
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
