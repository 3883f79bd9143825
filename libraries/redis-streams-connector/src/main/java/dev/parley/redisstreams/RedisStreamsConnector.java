package dev.parley.redisstreams;

import dev.parley.redisstreams.config.Attributes;
import dev.parley.redisstreams.connection.CommandPipeline;
import dev.parley.redisstreams.incoming.IncomingConfig;
import dev.parley.redisstreams.incoming.ReadLoop;
import dev.parley.redisstreams.outgoing.OutgoingChannel;
import dev.parley.redisstreams.outgoing.OutgoingConfig;
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
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
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
    description = "`exclusive`: each partition is read by one consumer of the group at a time")
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
    description = "Instead of a group: read from this entry id on (0 is the beginning), alone")
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
    description = "Most entries handed over at once")
@ConnectorAttribute(
    name = "block",
    type = "string",
    direction = Direction.INCOMING,
    defaultValue = "PT1S",
    description = "How long one read waits on an idle stream")
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
  private final String process = UUID.randomUUID().toString();
  private final Map<String, CommandPipeline> pipelines = new ConcurrentHashMap<>();
  private final List<ReadLoop> incoming = new CopyOnWriteArrayList<>();
  private final List<OutgoingChannel> outgoing = new CopyOnWriteArrayList<>();

  @Inject
  RedisStreamsConnector(Vertx vertx, Redis defaultClient, @Any Instance<Redis> clients) {
    this.vertx = vertx;
    this.defaultClient = defaultClient;
    this.clients = clients;
  }

  @Override
  public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
    IncomingConfig channel = IncomingConfig.of(new Attributes(config), process);
    Redis redis = client(channel.client());
    ReadLoop loop = new ReadLoop(channel, vertx, redis, pipeline(channel.client()));
    incoming.add(loop);
    loop.start();
    return loop.publisher();
  }

  @Override
  public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
    OutgoingConfig channel = OutgoingConfig.of(new Attributes(config));
    OutgoingChannel subscriber = new OutgoingChannel(channel, pipeline(channel.client()));
    outgoing.add(subscriber);
    return subscriber;
  }

  @Override
  public HealthReport getStartup() {
    return getReadiness();
  }

  @Override
  public HealthReport getReadiness() {
    HealthReport.HealthReportBuilder report = HealthReport.builder();
    incoming.forEach(loop -> report.add(loop.channel(), loop.isConnected()));
    outgoing.forEach(channel -> report.add(channel.channel(), channel.isConnected()));
    return report.build();
  }

  void close(@Observes ShutdownEvent event) {
    CompletableFuture<?>[] loops =
        incoming.stream().map(ReadLoop::close).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(loops).get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      LOG.warn("some channels did not end in time; what they left pending is read again");
    }
    pipelines.values().forEach(CommandPipeline::close);
  }

  /** One pipeline per client: what different channels send at the same time goes out together. */
  private CommandPipeline pipeline(String client) {
    return pipelines.computeIfAbsent(
        client,
        name -> {
          CommandPipeline pipeline =
              new CommandPipeline(vertx, client(name), "Redis client '" + name + "'");
          pipeline.start();
          return pipeline;
        });
  }

  private Redis client(String name) {
    return name.equals(DEFAULT_CLIENT)
        ? defaultClient
        : clients.select(RedisClientName.Literal.of(name)).get();
  }
}
