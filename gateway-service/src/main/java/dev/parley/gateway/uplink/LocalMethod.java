package dev.parley.gateway.uplink;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.gateway.session.Session;
import io.smallrye.mutiny.Uni;

/**
 * A method that the gateway answers itself. Every bean of this type is one that clients may call.
 * It counts among the requests under way of its session and has their time limit, but not as
 * something that a person does.
 */
public interface LocalMethod {

  /** What clients call. */
  String name();

  /**
   * Carries a request out. On the session's loop, which it must not block; what it gives may
   * complete on any thread, and fails with a {@link RefusedException} when the client is to be told
   * why.
   *
   * @param params a JSON object in UTF-8
   * @throws dev.parley.contracts.command.InvalidFieldException naming the field and the limit
   */
  Uni<RawJson> call(Session session, byte[] params);
}
