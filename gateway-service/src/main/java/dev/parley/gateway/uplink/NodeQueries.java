package dev.parley.gateway.uplink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.reply.ErrorReply;
import dev.parley.gateway.GatewaySettings;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Queries of this node itself. Each is answered once, or fails with a {@link RefusedException}:
 * when it cannot be passed on, is refused, or has no answer within {@code parley.request.timeout}.
 * Safe from any thread; what is made of an answer runs within {@link #answer}.
 */
@ApplicationScoped // So that it is made when it is first used: the channels are not there before.
public class NodeQueries {

  /** Stands for the node where a session's id would be; none has this one. */
  public static final String SESSION = "node";

  private static final String NOBODY = "";

  private final Uplink uplink;
  private final ObjectMapper json;
  private final Duration timeout;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, UniEmitter<? super RawJson>> pending = new ConcurrentHashMap<>();

  @Inject
  NodeQueries(Uplink uplink, ObjectMapper json, GatewaySettings settings) {
    this.uplink = uplink;
    this.json = json;
    this.timeout = settings.request().timeout();
  }

  /**
   * Asks message-service, for no client, when it is subscribed to.
   *
   * @param query a record of the contracts
   */
  public Uni<RawJson> ask(String type, Object query) {
    Command command = new Command(Way.QUERY, type, NOBODY, encode(query));
    return Uni.createFrom().deferred(() -> ask(command, NOBODY));
  }

  /** Asks presence-service on behalf of a user, when it is subscribed to. */
  public Uni<RawJson> askPresence(String type, String user, RawJson query) {
    Command command = new Command(Way.PRESENCE_QUERY, type, user, query);
    return Uni.createFrom().deferred(() -> ask(command, user));
  }

  private Uni<RawJson> ask(Command command, String user) {
    long number = numbers.incrementAndGet();
    return Uni.createFrom()
        .<RawJson>emitter(
            waiting -> {
              pending.put(number, waiting);
              uplink.ask(
                  command, user, SESSION, number, null, failure -> waiting.fail(notPassedOn()));
            })
        .ifNoItem()
        .after(timeout)
        .failWith(() -> new RefusedException(ErrorCode.TIMEOUT, "no reply in time"))
        .onTermination()
        .invoke(() -> pending.remove(number));
  }

  /** The answer to a query has come; dropped when nobody waits for it any more. */
  public void answer(long query, RawJson result) {
    UniEmitter<? super RawJson> waiting = pending.get(query);
    if (waiting != null) {
      waiting.complete(result);
    }
  }

  /** A query is refused; dropped when nobody waits for its answer any more. */
  public void refuse(long query, ErrorReply error) {
    UniEmitter<? super RawJson> waiting = pending.get(query);
    if (waiting != null) {
      waiting.fail(new RefusedException(ErrorCode.of(error.code()), error.message()));
    }
  }

  private static RefusedException notPassedOn() {
    return new RefusedException(ErrorCode.UNAVAILABLE, "the request could not be passed on");
  }

  private RawJson encode(Object query) {
    try {
      return RawJson.of(json.writeValueAsBytes(query));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
