package dev.parley.presence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.envelope.ReplyTo;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.inbox.InboxEntryCodec;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.key.Partitions;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.contracts.presence.PresenceMethod;
import dev.parley.contracts.presence.SetPresence;
import dev.parley.contracts.signal.SignalType;
import dev.parley.contracts.signal.UserConnections;
import dev.parley.presence.state.Presence;
import dev.parley.presence.state.Presences;
import dev.parley.redisstreams.OutgoingRedisStreamMetadata;
import dev.parley.routing.Node;
import dev.parley.routing.RouteTable;
import dev.parley.service.testing.Await;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** What is around presence-service: gateways with leases and inboxes, their signals, Redis. */
@Singleton
public final class World {

  /** Long enough for the slowest test. */
  private static final Duration LEASE = Duration.ofMinutes(5);

  @Inject
  @Channel("to-signals")
  @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 10_000)
  MutinyEmitter<byte[]> signals;

  @Inject Redis redis;
  @Inject RedisKeys keys;
  @Inject RouteTable routes;
  @Inject Presences presences;
  @Inject ObjectMapper json;

  private final AtomicLong numbers = new AtomicLong();

  /** A user's id that no other test has. */
  public static String user(String name) {
    return name + "-" + Ids.random();
  }

  /** A gateway that lives. */
  public String gateway() {
    String id = "gw-" + Ids.random();
    Await.result(new Node(redis, keys, id, LEASE, LEASE.dividedBy(3)).start());
    return id;
  }

  /** As if the gateway had been killed, and its lease had run out. */
  public void kill(String gateway) {
    call(Command.DEL, keys.nodeLease(gateway));
  }

  /** The gateway was only paused. */
  public void resume(String gateway) {
    Await.result(new Node(redis, keys, gateway, LEASE, LEASE.dividedBy(3)).renew());
  }

  /** The gateway is where users are, and, as {@code %ann}, where they are watched. */
  public void route(String gateway, String... subjects) {
    Await.result(routes.add(gateway, List.of(subjects)));
  }

  /** Says which sessions the user has at a gateway from now on, all of them active. */
  public UserConnections connect(String gateway, String user, String... sessions) {
    List<UserConnections.Connection> connections = new ArrayList<>();
    for (String session : sessions) {
      connections.add(new UserConnections.Connection(session, "phone", 1_000, 0));
    }
    return tell(user, new UserConnections(gateway, numbers.incrementAndGet(), connections));
  }

  /** The same for a session that is idle. */
  public UserConnections idle(String gateway, String user, String session) {
    return tell(
        user,
        new UserConnections(
            gateway,
            numbers.incrementAndGet(),
            List.of(new UserConnections.Connection(session, "phone", 1_000, 2_000))));
  }

  /** Sends a signal, perhaps one that was sent before. */
  public UserConnections tell(String user, UserConnections connections) {
    Await.result(send(envelope(SignalType.CONNECTIONS, user, null, connections)));
    return connections;
  }

  /** Sends what the user chooses, and says where the answer has to go. */
  public ReplyTo choose(String gateway, String session, String user, SetPresence choice) {
    ReplyTo replyTo = new ReplyTo(gateway, session, numbers.incrementAndGet());
    Await.result(send(envelope(PresenceMethod.SET, user, replyTo, choice)));
    return replyTo;
  }

  /** An envelope whose key is the user. */
  public Envelope envelope(String type, String user, ReplyTo replyTo, Object payload) {
    try {
      RawJson body = RawJson.of(json.writeValueAsBytes(payload));
      return new Envelope(Ids.random(), type, user, 0, user, replyTo, body);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  public Uni<Void> send(Envelope envelope) {
    return send(envelope.key(), EnvelopeCodec.encode(envelope));
  }

  /** Anything at all, in the partition of the user. */
  public Uni<Void> send(String user, byte[] entry) {
    return signals.sendMessage(
        Message.of(entry, Metadata.of(OutgoingRedisStreamMetadata.ofKey(user))));
  }

  public Presence presence(String user) {
    return Await.result(presences.find(Set.of(user))).get(user);
  }

  /** All that a gateway was given so far, in its order. */
  public List<InboxItem> inbox(String gateway) {
    List<InboxItem> items = new ArrayList<>();
    for (byte[] entry : data(keys.inbox(gateway))) {
      items.addAll(InboxEntryCodec.decode(entry).items());
    }
    return items;
  }

  /** What the watchers at a gateway were told of a user: {@code user:status} payloads. */
  public List<JsonNode> told(String gateway, String user) {
    return inbox(gateway).stream()
        .filter(item -> item instanceof InboxItem.Status status && status.user().equals(user))
        .map(item -> read(((InboxItem.Status) item).payload()))
        .toList();
  }

  /** The reply to a request; null while there is none. */
  public InboxItem.Reply reply(ReplyTo to) {
    return inbox(to.node()).stream()
        .filter(item -> item instanceof InboxItem.Reply reply && reply.request() == to.request())
        .map(InboxItem.Reply.class::cast)
        .findFirst()
        .orElse(null);
  }

  public JsonNode read(RawJson payload) {
    try {
      return json.readTree(payload.utf8());
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The payloads of a stream. */
  public List<byte[]> data(String stream) {
    List<byte[]> data = new ArrayList<>();
    for (Response entry : call(Command.XRANGE, stream, "-", "+")) {
      Response fields = entry.get(1);
      for (int i = 0; i + 1 < fields.size(); i += 2) {
        if (fields.get(i).toString().equals("data")) {
          data.add(fields.get(i + 1).getDelegate().toBytes());
        }
      }
    }
    return data;
  }

  /** The stream of a user's signals. */
  public String streamOf(String user) {
    return RedisKeys.partition(keys.signals(), partitionOf(user));
  }

  public int partitionOf(String user) {
    return Partitions.of(user, Partitions.DEFAULT_COUNT);
  }

  public RedisKeys keys() {
    return keys;
  }

  public Response call(Command command, String... arguments) {
    Request request = Request.cmd(command);
    for (String argument : arguments) {
      request.arg(argument);
    }
    return Await.result(redis.send(request));
  }
}
