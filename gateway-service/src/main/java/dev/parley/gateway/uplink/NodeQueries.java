package dev.parley.gateway.uplink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.inbox.InboxItem;
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
 * Queries of this node itself, for no client. Each is answered once, or fails: when it cannot be
 * passed on, is refused, or has no answer within {@code parley.request.timeout}. Safe from any
 * thread; what is made of an answer runs within {@link #answer}.
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
   * Asks when it is subscribed to.
   *
   * @param query a record of the contracts
   */
  public Uni<RawJson> ask(String type, Object query) {
    Command command = new Command(Way.QUERY, type, NOBODY, encode(query));
    return Uni.createFrom().deferred(() -> ask(command));
  }

  private Uni<RawJson> ask(Command command) {
    long number = numbers.incrementAndGet();
    return Uni.createFrom()
        .<RawJson>emitter(
            waiting -> {
              pending.put(number, waiting);
              uplink.ask(command, NOBODY, SESSION, number, null, waiting::fail);
            })
        .ifNoItem()
        .after(timeout)
        .fail()
        .onTermination()
        .invoke(() -> pending.remove(number));
  }

  /** An answer has come; dropped when nobody waits for it any more. */
  public void answer(InboxItem.Reply reply) {
    UniEmitter<? super RawJson> waiting = pending.get(reply.request());
    if (waiting == null) {
      return;
    }
    if (reply.error()) {
      waiting.fail(new IllegalStateException("refused: " + reply.payload().text()));
    } else {
      waiting.complete(reply.payload());
    }
  }

  private RawJson encode(Object query) {
    try {
      return RawJson.of(json.writeValueAsBytes(query));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
