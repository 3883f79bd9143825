package dev.parley.gateway.testing;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.inbox.InboxEntry;
import dev.parley.contracts.inbox.InboxEntryCodec;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.key.Partitions;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.gateway.GatewaySettings;
import dev.parley.gateway.uplink.NodeQueries;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The rest of the suite as a test plays it: reads commands and queries, fills the inbox. */
@Singleton
public class Backend {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject Redis redis;
  @Inject RedisKeys keys;
  @Inject GatewaySettings settings;

  /** What users have asked of cache-service, oldest first. */
  public List<Envelope> modelQueriesOf(String user) {
    return envelopes(keys.modelQueries()).stream().filter(q -> q.user().equals(user)).toList();
  }

  /** What stands in one partition of the commands, oldest first. */
  public List<Envelope> commands(int partition) {
    return envelopes(RedisKeys.partition(keys.commands(), partition));
  }

  /** The next command of a user in a partition, waiting for it. */
  public Envelope command(int partition, String user) {
    until("a command of " + user, () -> !of(user, partition).isEmpty());
    return of(user, partition).get(0);
  }

  /** All commands of a user in all partitions. */
  public List<Envelope> commandsOf(String user) {
    List<Envelope> commands = new ArrayList<>();
    for (int partition = 0; partition < settings.partitions(); partition++) {
      commands.addAll(of(user, partition));
    }
    return commands;
  }

  /** All queries of a user, oldest first. */
  public List<Envelope> queriesOf(String user) {
    return envelopes(keys.queries()).stream().filter(q -> q.user().equals(user)).toList();
  }

  /** What is said of a user, oldest first: of the gateway itself and of the user. */
  public List<Envelope> signalsOf(String user) {
    int partition = Partitions.of(user, settings.partitions());
    return envelopes(RedisKeys.partition(keys.signals(), partition)).stream()
        .filter(signal -> signal.key().equals(user))
        .toList();
  }

  /** What a user has asked presence-service, oldest first. */
  public List<Envelope> presenceQueriesOf(String user) {
    return envelopes(keys.presenceQueries()).stream().filter(q -> q.user().equals(user)).toList();
  }

  /** What clients wait for in a stream, oldest first; not what the gateway itself says and asks. */
  public List<Envelope> ofClients(String stream) {
    return envelopes(stream).stream().filter(Backend::isOfClient).toList();
  }

  private static boolean isOfClient(Envelope entry) {
    return entry.replyTo() != null && !entry.replyTo().session().equals(NodeQueries.SESSION);
  }

  /** The questions of the gateway itself, oldest first. */
  public List<Envelope> ownQueries() {
    return queriesOf("");
  }

  /** The next query of a user, waiting for it. */
  public Envelope query(String user) {
    until("a query of " + user, () -> !queriesOf(user).isEmpty());
    return queriesOf(user).get(0);
  }

  /** Answers a command or query. */
  public void reply(Envelope request, String result) {
    reply(request, false, result);
  }

  /** Refuses a command or query. */
  public void refuse(Envelope request, String error) {
    reply(request, true, error);
  }

  private void reply(Envelope request, boolean error, String payload) {
    tell(
        new InboxItem.Reply(
            request.replyTo().session(), request.replyTo().request(), error, RawJson.of(payload)));
  }

  /** Appends one entry to the gateway's inbox. */
  public void tell(InboxItem... items) {
    tell(InboxEntryCodec.encode(new InboxEntry(List.of(items))));
  }

  public void tell(byte[] entry) {
    Response id =
        redis
            .send(
                Request.cmd(Command.XADD)
                    .arg(keys.inbox(node()))
                    .arg("NOMKSTREAM")
                    .arg("*")
                    .arg("data")
                    .arg(entry))
            .await()
            .atMost(PATIENCE);
    assertNotNull(id, "the inbox is there");
  }

  public static InboxItem.Delivery delivery(String payload, String except, String... users) {
    return new InboxItem.Delivery(List.of(users), except, "message:new", RawJson.of(payload));
  }

  public static InboxItem.Broadcast broadcast(String conversation, String payload, String except) {
    return new InboxItem.Broadcast(conversation, except, "message:new", RawJson.of(payload));
  }

  public static InboxItem.Watch watch(String conversation, boolean watching, String... users) {
    return new InboxItem.Watch(conversation, 1, List.of(users), watching);
  }

  public static InboxItem.Status status(String user, String payload) {
    return new InboxItem.Status(user, RawJson.of(payload));
  }

  /** The nodes of a user or conversation as the route table has them; null for none. */
  public String route(String subject) {
    Response nodes = call(Command.HGET, keys.routes(RedisKeys.routeBucket(subject)), subject);
    return nodes == null ? null : nodes.toString();
  }

  public RedisKeys keys() {
    return keys;
  }

  public String node() {
    return settings.node().id();
  }

  public Response call(Command command, Object... arguments) {
    Request request = Request.cmd(command);
    for (Object argument : arguments) {
      request.arg(argument.toString());
    }
    return redis.send(request).await().atMost(PATIENCE);
  }

  /** Waits for a condition. */
  public static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never: " + what);
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private List<Envelope> of(String user, int partition) {
    return commands(partition).stream().filter(c -> c.user().equals(user)).toList();
  }

  private List<Envelope> envelopes(String stream) {
    List<Envelope> envelopes = new ArrayList<>();
    call(Command.XRANGE, stream, "-", "+")
        .forEach(entry -> envelopes.add(EnvelopeCodec.decode(data(entry))));
    return envelopes;
  }

  private static byte[] data(Response entry) {
    Response fields = entry.get(1);
    for (int i = 0; i < fields.size(); i += 2) {
      if (fields.get(i).toString().equals("data")) {
        return fields.get(i + 1).toBytes();
      }
    }
    throw new AssertionError("an entry without data");
  }
}
