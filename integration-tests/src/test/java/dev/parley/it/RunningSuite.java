package dev.parley.it;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import dev.parley.local.ServiceProcess;
import dev.parley.local.Suite;
import dev.parley.local.SuiteBuilder;
import dev.parley.local.Tokens;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Two gateways, message-service, Redis and the MongoDB stand-in as processes, on free ports. */
final class RunningSuite implements AutoCloseable {

  private static final Duration READY = Duration.ofSeconds(60);

  final Suite suite;
  private final MongoClient mongo;

  private RunningSuite(Suite suite) {
    this.suite = suite;
    this.mongo = MongoClients.create(suite.mongoUrl());
  }

  static RunningSuite start() throws IOException {
    return start(1);
  }

  static RunningSuite start(int messageServices) throws IOException {
    return start(builder -> builder.messages(messageServices));
  }

  static RunningSuite start(UnaryOperator<SuiteBuilder> settings) throws IOException {
    SuiteBuilder builder =
        Suite.builder()
            .freePorts(true)
            .stateDir(Files.createTempDirectory("parley-it"))
            // Whoever is about presence asks for it.
            .presence(0);
    // Programs are quicker than people: nobody here is to meet the limits of requests.
    for (String limit : List.of("CONNECTION_RATE", "CONNECTION_BURST", "USER_RATE")) {
      builder.environment("PARLEY_LIMITS_" + limit, "1000000");
    }
    return new RunningSuite(settings.apply(builder).start());
  }

  URI gatewayA() {
    return suite.gateways().get(0);
  }

  URI gatewayB() {
    return suite.gateways().get(1);
  }

  ChatClient connect(URI gateway, String user) {
    return ChatClient.connect(gateway, user, suite.token(user));
  }

  /** A token of a user's session. */
  String token(String user, String session) {
    long now = Instant.now().getEpochSecond();
    return suite
        .tokens()
        .issue(
            Map.of(
                "iss", Tokens.ISSUER, "sub", user, "iat", now, "exp", now + 600, "sid", session));
  }

  /** A user id that no other test has. */
  static String user(String name) {
    return name + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** What MongoDB has of a conversation, by {@code seq}. */
  List<Document> stored(String conversationId) {
    return stored("messages", Filters.eq("conversationId", conversationId));
  }

  /** What MongoDB has of a conversation itself. */
  Document conversation(String id) {
    return mongo
        .getDatabase("parley")
        .getCollection("conversations")
        .find(Filters.eq("_id", id))
        .first();
  }

  /** Makes the first messages of a conversation older than they are. */
  void age(String conversationId, int messages, Instant sentAt) {
    MongoDatabase parley = mongo.getDatabase("parley");
    Bson first =
        Filters.and(Filters.eq("conversationId", conversationId), Filters.lte("seq", messages));
    parley.getCollection("messages").updateMany(first, Updates.set("sentAt", sentAt));
    parley
        .getCollection("conversations")
        .updateOne(Filters.eq("_id", conversationId), Updates.set("createdAt", sentAt));
  }

  ServiceProcess messageService() {
    return suite.process("message-1");
  }

  void killMessageService() {
    messageService().killHard();
  }

  void startMessageService() {
    messageService().restart();
    messageService().awaitReady(READY);
  }

  /** Cuts all connections to Redis but the one that says so. */
  void cutRedisConnections() {
    redis("CLIENT KILL TYPE normal SKIPME yes");
  }

  /** Runs an inline command (Redis protocol specification, "Inline commands"). */
  String redis(String command) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), suite.redisPort())) {
      socket.setSoTimeout((int) READY.toMillis());
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
        line.append((char) c);
      }
      return line.toString();
    } catch (IOException e) {
      throw new AssertionError("Redis did not take " + command, e);
    }
  }

  /** The entries of a stream in Redis: what each has in its field {@code data}. */
  List<String> entries(String stream) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), suite.redisPort())) {
      socket.setSoTimeout((int) READY.toMillis());
      socket
          .getOutputStream()
          .write(("XRANGE " + stream + " - +\r\n").getBytes(StandardCharsets.US_ASCII));
      List<String> data = new ArrayList<>();
      for (Object entry : (List<?>) reply(new BufferedInputStream(socket.getInputStream()))) {
        List<?> fields = (List<?>) ((List<?>) entry).get(1);
        data.add((String) fields.get(fields.indexOf("data") + 1));
      }
      return data;
    } catch (IOException e) {
      throw new AssertionError("Redis did not tell " + stream, e);
    }
  }

  /** A reply of arrays and bulk strings (Redis protocol specification, RESP2). */
  private static Object reply(InputStream in) throws IOException {
    int kind = in.read();
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\r'; c = in.read()) {
      line.append((char) c);
    }
    in.read();
    int length = Integer.parseInt(line.toString());
    if (kind == '$') {
      String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      in.skipNBytes(2);
      return text;
    }
    List<Object> elements = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      elements.add(reply(in));
    }
    return elements;
  }

  /**
   * The sum of a service's metrics that begin so.
   *
   * @param begin a name, and perhaps the tags that come first
   */
  static double metric(ServiceProcess service, String begin) {
    URI metrics = URI.create("http://127.0.0.1:" + service.managementPort() + "/q/metrics");
    try (InputStream in = metrics.toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith(begin))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What MongoDB has. */
  List<Document> stored(String collection, Bson filter) {
    return mongo
        .getDatabase("parley")
        .getCollection(collection)
        .find(filter)
        .sort(Sorts.ascending("_id"))
        .into(new ArrayList<>());
  }

  @Override
  public void close() {
    mongo.close();
    suite.close();
  }
}
