package dev.parley.service.node;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.envelope.ReplyTo;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.reply.ErrorReply;
import dev.parley.json.StrictJson;
import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.service.RefusedException;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * Requests of this process itself: they travel the streams as those of the gateways do, and the
 * reply comes back into the inbox of this process. Thread-safe; requests that are under way at the
 * same time are in no order.
 */
@Singleton
public class Requests implements NodeListener {

  private static final StrictJson<ErrorReply> ERRORS = StrictJson.of(ErrorReply.class);

  /** Because the node tells its listeners, of which this is one. */
  private final Provider<OwnNode> node;

  private final Map<Long, UniEmitter<? super RawJson>> pending = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  @Inject
  Requests(Provider<OwnNode> node) {
    this.node = node;
  }

  /**
   * What may be under way by one way: so that one that is stuck leaves room for the others.
   *
   * @param max how many at once
   * @param timeout how long each waits for its reply
   */
  public record Bounds(int max, Duration timeout) {}

  /** A way to who replies: a stream, and how many requests may be under way there. Thread-safe. */
  public final class Way {

    private final MutinyEmitter<byte[]> stream;
    private final Bounds bounds;
    private final AtomicInteger underWay = new AtomicInteger();

    private Way(MutinyEmitter<byte[]> stream, Bounds bounds) {
      this.stream = stream;
      this.bounds = bounds;
    }

    /** How many wait for their reply. */
    public int pending() {
      return underWay.get();
    }

    /**
     * Has a request carried out.
     *
     * @param type its name
     * @param key what its partition is chosen by
     * @param payload its record's JSON, checked
     * @param user who wants it; empty for nobody
     * @return the reply's JSON; fails with {@link RefusedException}: what whoever carries it out
     *     says, {@code timeout} when that is nothing in time (it may still be carried out), {@code
     *     unavailable} when it could not be passed on, {@code rate_limited} when too many are under
     *     way
     */
    public Uni<RawJson> ask(String type, String key, RawJson payload, String user) {
      return Uni.createFrom().deferred(() -> begin(type, key, payload, user));
    }

    /** The same for what has no reply; completes when it was passed on. */
    public Uni<Void> tell(String type, String key, RawJson payload, String user) {
      return append(envelope(type, key, payload, user, null));
    }

    private Uni<RawJson> begin(String type, String key, RawJson payload, String user) {
      if (!node.get().isReachable()) {
        return refused(ErrorCode.UNAVAILABLE, "the request could not be passed on");
      }
      if (underWay.incrementAndGet() > bounds.max()) {
        underWay.decrementAndGet();
        return refused(ErrorCode.RATE_LIMITED, "too many requests are under way");
      }
      long number = numbers.incrementAndGet();
      ReplyTo replyTo = new ReplyTo(node.get().id(), "", number);
      return reply(number, envelope(type, key, payload, user, replyTo))
          .ifNoItem()
          .after(bounds.timeout())
          .fail()
          .onFailure(TimeoutException.class)
          .transform(late -> new RefusedException(ErrorCode.TIMEOUT, "no reply in time"))
          .onTermination()
          .invoke(
              () -> {
                pending.remove(number);
                underWay.decrementAndGet();
              });
    }

    private Uni<RawJson> reply(long number, Envelope envelope) {
      return Uni.createFrom()
          .emitter(
              waiting -> {
                pending.put(number, waiting);
                append(envelope).subscribe().with(appended -> {}, waiting::fail);
              });
    }

    private Uni<Void> append(Envelope envelope) {
      OutgoingRedisStreamMetadata key = OutgoingRedisStreamMetadata.ofKey(envelope.key());
      Message<byte[]> message = Message.of(EnvelopeCodec.encode(envelope), Metadata.of(key));
      return Uni.createFrom()
          .deferred(() -> stream.sendMessage(message))
          .onFailure()
          .invoke(e -> Log.debugf("%s could not be passed on: %s", envelope.type(), e.getMessage()))
          .onFailure()
          .transform(
              e ->
                  new RefusedException(
                      ErrorCode.UNAVAILABLE, "the request could not be passed on"));
    }
  }

  /** The way by that stream; one for each stream. */
  public Way by(MutinyEmitter<byte[]> stream, Bounds bounds) {
    return new Way(stream, bounds);
  }

  /** A reply is dropped when nobody waits for it any more. */
  @Override
  public void received(InboxItem item) {
    if (!(item instanceof InboxItem.Reply reply)) {
      return;
    }
    UniEmitter<? super RawJson> waiting = pending.remove(reply.request());
    if (waiting == null) {
      return;
    }
    if (reply.error()) {
      waiting.fail(RefusedException.of(ERRORS.read(reply.payload().utf8())));
    } else {
      waiting.complete(reply.payload());
    }
  }

  private static Envelope envelope(
      String type, String key, RawJson payload, String user, ReplyTo replyTo) {
    return new Envelope(
        Ids.random(), type, key, System.currentTimeMillis(), user, replyTo, payload);
  }

  private static Uni<RawJson> refused(ErrorCode code, String message) {
    return Uni.createFrom().failure(new RefusedException(code, message));
  }
}
