package dev.parley.redisstreams;

import dev.parley.redisstreams.config.Attributes;
import dev.parley.redisstreams.connection.Connections;
import dev.parley.redisstreams.connection.RedisAccess;
import dev.parley.redisstreams.convert.BatchDecoder;
import dev.parley.redisstreams.convert.PayloadConverter;
import dev.parley.redisstreams.incoming.IncomingChannel;
import dev.parley.redisstreams.incoming.IncomingConfig;
import dev.parley.redisstreams.metrics.Meters;
import dev.parley.redisstreams.outgoing.OutgoingChannel;
import dev.parley.redisstreams.outgoing.OutgoingConfig;
import dev.parley.redisstreams.tracing.Tracing;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute.Direction;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.health.HealthReporter;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.jboss.logging.Logger;

/**
 * The connector {@value #CONNECTOR_NAME}: channels of MicroProfile Reactive Messaging on Redis
 * Streams, through the Quarkus Redis client.
 *
 * <p>Incoming channels hand over batches, {@code List<byte[]>} with an {@link
 * IncomingRedisStreamBatch}, one at a time: the next one comes when this one is acknowledged. A
 * batch that fails comes again, in order, after a backoff. Outgoing channels take {@code byte[]},
 * {@code Buffer}, {@code String} or anything that Vert.x encodes as JSON, with an optional {@link
 * OutgoingRedisStreamMetadata}.
 */
@ApplicationScoped
@Connector(RedisStreamsConnector.CONNECTOR_NAME)
@ConnectorAttribute(
    name = "client",
    type = "string",
    direction = Direction.INCOMING_AND_OUTGOING,
    defaultValue = "<default>",
    description = "Name of the Quarkus Redis client to use")
@ConnectorAttribute(
    name = "stream",
    type = "string",
    direction = Direction.INCOMING_AND_OUTGOING,
    mandatory = true,
    description = "Name of the stream; of partitioned ones the part before `:{<partition>}`")
@ConnectorAttribute(
    name = "partitions",
    type = "int",
    direction = Direction.INCOMING_AND_OUTGOING,
    defaultValue = "0",
    description =
        "Number of partitions, the same for all who use the stream; 0 is one plain stream")
@ConnectorAttribute(
    name = "group",
    type = "string",
    direction = Direction.INCOMING,
    description = "Consumer group; made at the stream's beginning where it is missing")
@ConnectorAttribute(
    name = "consumer",
    type = "string",
    direction = Direction.INCOMING,
    description = "Name of this consumer; by default one that is new for each process")
@ConnectorAttribute(
    name = "assignment",
    type = "string",
    direction = Direction.INCOMING,
    defaultValue = "exclusive",
    description =
        "`exclusive`: each partition is read by one consumer of the group at a time, in order per key;"
            + " `shared`: entries are spread over all consumers, in no order")
@ConnectorAttribute(
    name = "lease",
    type = "string",
    direction = Direction.INCOMING,
    defaultValue = "PT6S",
    description = "How long a partition belongs to a consumer that is not heard of any more")
@ConnectorAttribute(
    name = "position",
    type = "string",
    direction = Direction.INCOMING,
    description =
        "Instead of a group, alone: read from this entry id on (`0`: the beginning, `$`: what comes"
            + " from now on, `stored`: where the reader of this `consumer` name was)")
@ConnectorAttribute(
    name = "trim-read",
    type = "boolean",
    direction = Direction.INCOMING,
    defaultValue = "false",
    description = "With position: remove from the stream what was read")
@ConnectorAttribute(
    name = "batch-size",
    type = "int",
    direction = Direction.INCOMING,
    defaultValue = "200",
    description =
        "Most entries read of one partition at once, and with `batch` handed over at once")
@ConnectorAttribute(
    name = "batch",
    type = "boolean",
    direction = Direction.INCOMING,
    defaultValue = "false",
    description = "Hand over many entries as one `List`, one batch at a time; else one by one")
@ConnectorAttribute(
    name = "payload-type",
    type = "string",
    direction = Direction.INCOMING,
    description =
        "With `batch`: the class that payloads are decoded to, if the method takes a `List` of"
            + " something else than `byte[]`")
@ConnectorAttribute(
    name = "read-ahead",
    type = "int",
    direction = Direction.INCOMING,
    defaultValue = "200",
    description =
        "Without `batch`: reading pauses while more than half of so many entries are unsettled")
@ConnectorAttribute(
    name = "failure-strategy",
    type = "string",
    direction = Direction.INCOMING,
    defaultValue = "retry",
    description =
        "What to do with an entry on which the application failed: `retry` and then `dead-letter`,"
            + " `dead-letter`, `ignore`, or `fail` (stop the channel)")
@ConnectorAttribute(
    name = "retry-attempts",
    type = "int",
    direction = Direction.INCOMING,
    defaultValue = "10",
    description = "How often an entry is handed over before it is a dead letter; 0 for no end")
@ConnectorAttribute(
    name = "retry-delay",
    type = "string",
    direction = Direction.INCOMING,
    defaultValue = "PT0.1S",
    description =
        "Wait before the second attempt; doubles with each further one, give or take 20 %")
@ConnectorAttribute(
    name = "retry-max-delay",
    type = "string",
    direction = Direction.INCOMING,
    defaultValue = "PT30S",
    description = "Longest wait between two attempts")
@ConnectorAttribute(
    name = "max-held-back",
    type = "int",
    direction = Direction.INCOMING,
    defaultValue = "1000",
    description = "Entries waiting for a retry, or behind one, beyond which nothing more is read")
@ConnectorAttribute(
    name = "dead-letter-max-length",
    type = "int",
    direction = Direction.INCOMING,
    defaultValue = "10000",
    description = "About how many dead letters are kept per stream; the oldest go first")
@ConnectorAttribute(
    name = "metrics-interval",
    type = "string",
    direction = Direction.INCOMING,
    defaultValue = "PT10S",
    description =
        "How often Redis is asked for lag and pending entries of the group; `PT0S` for never")
@ConnectorAttribute(
    name = "block",
    type = "string",
    direction = Direction.INCOMING,
    defaultValue = "PT1S",
    description = "How long one read waits on an idle stream")
@ConnectorAttribute(
    name = "read-interval",
    type = "string",
    direction = Direction.INCOMING,
    defaultValue = "PT0S",
    description =
        "Least time from the beginning of one read to that of the next, up to 1 s: under load what"
            + " comes meanwhile is read together, which costs less; an idle stream is read at once")
@ConnectorAttribute(
    name = "max-length",
    type = "int",
    direction = Direction.OUTGOING,
    defaultValue = "0",
    description = "About how many entries to keep per stream; 0 keeps all")
@ConnectorAttribute(
    name = "trim",
    type = "string",
    direction = Direction.OUTGOING,
    defaultValue = "acknowledged",
    description =
        "`acknowledged` never removes what a group has not read and acknowledged; `always` does")
@ConnectorAttribute(
    name = "max-backlog",
    type = "int",
    direction = Direction.OUTGOING,
    defaultValue = "0",
    description =
        "Messages are nacked while more entries of a stream wait for its groups; 0 is no bound")
@ConnectorAttribute(
    name = "delayed-delivery",
    type = "boolean",
    direction = Direction.OUTGOING,
    defaultValue = "false",
    description = "Whether messages can be delivered later; `delay` switches it on as well")
@ConnectorAttribute(
    name = "delay",
    type = "string",
    direction = Direction.OUTGOING,
    description = "How much later each message is delivered that does not say so itself")
@ConnectorAttribute(
    name = "create-stream",
    type = "boolean",
    direction = Direction.OUTGOING,
    defaultValue = "true",
    description = "Whether a stream that is not there is made; if not, the message is nacked")
@ConnectorAttribute(
    name = "max-pending",
    type = "int",
    direction = Direction.OUTGOING,
    defaultValue = "4096",
    description = "Most messages that wait for Redis; beyond that the channel asks for no more")
public class RedisStreamsConnector implements InboundConnector, OutboundConnector, HealthReporter {

  public static final String CONNECTOR_NAME = "smallrye-redis-streams";

  private static final Logger LOG = Logger.getLogger(RedisStreamsConnector.class);
  private static final String DEFAULT_CLIENT = "<default>";

  /** How long the end of the application waits for batches that are being worked on. */
  private static final long CLOSE_SECONDS = 5;

  private final Vertx vertx;
  private final Redis defaultClient;
  private final Instance<Redis> clients;
  private final PayloadConverter converter;
  private final Tracing tracing = Tracing.find();
  private final String process = UUID.randomUUID().toString();
  private final Map<String, Connections> connections = new ConcurrentHashMap<>();
  private final List<IncomingChannel> incoming = new CopyOnWriteArrayList<>();
  private final List<Meters.Publication> publications = new CopyOnWriteArrayList<>();
  private final List<OutgoingChannel> outgoing = new CopyOnWriteArrayList<>();

  @Inject
  RedisStreamsConnector(
      Vertx vertx, Redis defaultClient, @Any Instance<Redis> clients, PayloadConverter converter) {
    this.converter = converter;
    this.vertx = vertx;
    this.defaultClient = defaultClient;
    this.clients = clients;
  }

  @Override
  public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
    Attributes attributes = new Attributes(config);
    IncomingConfig channel = IncomingConfig.of(attributes, process);
    IncomingChannel publisher =
        new IncomingChannel(
            channel, connections(channel.client(), attributes), tracing, decoder(channel));
    incoming.add(publisher);
    publisher.start();
    return publisher.publisher();
  }

  @Override
  public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
    Attributes attributes = new Attributes(config);
    OutgoingConfig channel = OutgoingConfig.of(attributes);
    Connections shared = connections(channel.client(), attributes);
    OutgoingChannel subscriber =
        new OutgoingChannel(
            channel, vertx, shared.pipeline(), tracing, shared.signals()::subscribe);
    outgoing.add(subscriber);
    publications.add(Meters.publish(channel.channel(), channel.stream(), subscriber.meters()));
    return subscriber;
  }

  private BatchDecoder decoder(IncomingConfig channel) {
    return channel.payloadType() == byte[].class
        ? BatchDecoder.BYTES
        : converter.batches(channel.payloadType());
  }

  /** Whether every channel has been connected. */
  @Override
  public HealthReport getStartup() {
    HealthReport.HealthReportBuilder report = HealthReport.builder();
    incoming.forEach(channel -> report.add(channel.channel(), channel.wasReady()));
    outgoing.forEach(channel -> report.add(channel.channel(), channel.isConnected()));
    return report.build();
  }

  /** Whether every reader can go on by itself; one that was stopped or is stuck cannot. */
  @Override
  public HealthReport getLiveness() {
    HealthReport.HealthReportBuilder report = HealthReport.builder();
    incoming.forEach(channel -> report.add(channel.channel(), channel.isAlive()));
    return report.build();
  }

  /** Whether every channel is connected at present. */
  @Override
  public HealthReport getReadiness() {
    HealthReport.HealthReportBuilder report = HealthReport.builder();
    incoming.forEach(channel -> report.add(channel.channel(), channel.isReady()));
    outgoing.forEach(channel -> report.add(channel.channel(), channel.isConnected()));
    return report.build();
  }

  void close(@Observes ShutdownEvent event) {
    CompletableFuture<?>[] loops =
        incoming.stream().map(IncomingChannel::close).toArray(CompletableFuture<?>[]::new);
    try {
      // What is worked on at present may still send.
      CompletableFuture.allOf(loops)
          .thenCompose(ignored -> closeOutgoing())
          .get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("some channels did not end in time; what they left pending is read again");
    }
    publications.forEach(Meters.Publication::close);
    connections.values().forEach(Connections::close);
  }

  private CompletableFuture<Void> closeOutgoing() {
    return CompletableFuture.allOf(
        outgoing.stream().map(OutgoingChannel::close).toArray(CompletableFuture<?>[]::new));
  }

  private Connections connections(String client, Attributes attributes) {
    return connections.computeIfAbsent(
        client,
        name -> {
          Redis redis = client(name, attributes);
          Connections shared =
              new Connections(new RedisAccess(vertx, redis, name, isCluster(name)));
          shared.start();
          return shared;
        });
  }

  private Redis client(String name, Attributes attributes) {
    if (name.equals(DEFAULT_CLIENT)) {
      return defaultClient;
    }
    Instance<Redis> named = clients.select(RedisClientName.Literal.of(name));
    if (!named.isResolvable()) {
      throw attributes.wrong(
          "client",
          "\""
              + name
              + "\" is no Redis client of this application: set quarkus.redis."
              + name
              + ".hosts and inject it somewhere with @RedisClientName(\""
              + name
              + "\")");
    }
    return named.get();
  }

  private static boolean isCluster(String client) {
    String property =
        client.equals(DEFAULT_CLIENT)
            ? "quarkus.redis.client-type"
            : "quarkus.redis.\"" + client + "\".client-type";
    return ConfigProvider.getConfig()
        .getOptionalValue(property, String.class)
        .map("cluster"::equalsIgnoreCase)
        .orElse(false);
  }
}
