package dev.parley.service.query;

import dev.parley.contracts.query.Query;
import io.smallrye.mutiny.Uni;

/**
 * Answers one type of query. A bean of this type is all that a new query needs. Called from any
 * thread, for many queries at once; must not block.
 *
 * @param <Q> the query's record of the contracts
 */
public interface QueryHandler<Q extends Query> {

  /** The query's name. */
  String type();

  /** The query's record. */
  Class<Q> payloadType();

  /**
   * Looks the answer up: a record of the contracts, or its JSON as {@code RawJson}. Fails with
   * {@link dev.parley.service.RefusedException} or {@link
   * dev.parley.contracts.command.InvalidFieldException} for what the asker is to be told, and with
   * what the {@link Storage} says when it does not answer.
   *
   * @param query checked
   * @param user who asks
   */
  Uni<?> answer(Q query, String user);
}
