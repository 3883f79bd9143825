package dev.parley.service.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.query.Query;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Queries of this process itself, by one way. All fail with {@link
 * dev.parley.service.RefusedException}: what whoever answers says, or that nobody says anything in
 * time. Thread-safe.
 */
public final class Questions {

  private final Requests.Way way;
  private final ObjectMapper json;

  public Questions(Requests.Way way, ObjectMapper json) {
    this.way = way;
    this.json = json;
  }

  /**
   * Asks.
   *
   * @param query checked
   * @param user who wants to know; empty for nobody
   */
  public Uni<RawJson> ask(String type, Query query, String user) {
    return way.ask(type, user, write(query), user);
  }

  /** The same; the answer is read as a record of the contracts. */
  public <A> Uni<A> ask(String type, Query query, String user, Class<A> answer) {
    return ask(type, query, user).map(reply -> read(reply, answer));
  }

  private RawJson write(Query query) {
    try {
      return RawJson.of(json.writeValueAsBytes(query));
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private <A> A read(RawJson reply, Class<A> answer) {
    try {
      return json.readValue(reply.utf8(), answer);
    } catch (IOException notThat) {
      throw new UncheckedIOException(notThat);
    }
  }
}
