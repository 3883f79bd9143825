package dev.parley.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis and the MongoDB stand-in, really started. */
class StandInsTest {

  static {
    // The driver tells at length how it connects.
    Logger.getLogger("").setLevel(Level.WARNING);
  }

  @TempDir Path directory;

  @Test
  void standIns_started_answerAtLoopbackAndEndWithTheSuite() throws Exception {
    int redisPort;
    int mongoPort;
    try (Suite suite = standIns().start()) {
      redisPort = suite.redisPort();
      mongoPort = suite.process("mongo").port();
      assertEquals("redis://127.0.0.1:" + redisPort, suite.redisUrl());
      assertEquals("+PONG", redis(suite, "PING"));
      try (MongoClient mongo = MongoClients.create(suite.mongoUrl())) {
        Document hello = mongo.getDatabase("admin").runCommand(new Document("isMaster", 1));
        assertTrue(hello.getBoolean("ismaster"), hello.toJson());
      }
    }
    assertFalse(Ports.answers(redisPort));
    assertFalse(Ports.answers(mongoPort));
  }

  @Test
  void standIns_withADataDirectory_keepTheirDataOverARestart() throws Exception {
    SuiteBuilder withData = standIns().dataDir(directory.resolve("data"));
    try (Suite suite = withData.start()) {
      assertEquals("+OK", redis(suite, "SET kept yes"));
      try (MongoClient mongo = MongoClients.create(suite.mongoUrl())) {
        things(mongo).insertOne(new Document("_id", 1).append("kept", true));
      }
    }
    try (Suite suite = withData.start()) {
      assertEquals("$3", redis(suite, "GET kept"));
      try (MongoClient mongo = MongoClients.create(suite.mongoUrl())) {
        assertEquals(1, things(mongo).countDocuments(new Document("kept", true)));
      }
    }
  }

  @Test
  void standIns_withoutADataDirectory_startEmpty() throws Exception {
    try (Suite suite = standIns().start()) {
      assertEquals("+OK", redis(suite, "SET kept yes"));
    }
    try (Suite suite = standIns().start()) {
      assertEquals("$-1", redis(suite, "GET kept"));
    }
  }

  @Test
  void redis_killedAndStartedAgain_answersAtTheSamePort() throws Exception {
    try (Suite suite = standIns().start()) {
      ServiceProcess redis = suite.process("redis");
      long before = redis.pid();
      redis.killHard();
      assertFalse(redis.isAlive());
      assertFalse(redis.isReady());
      redis.restart();
      redis.awaitReady(Duration.ofSeconds(10));
      assertTrue(redis.pid() != before);
      assertEquals("+PONG", redis(suite, "PING"));
    }
  }

  @Test
  void program_besides_isToldOfTheStoresAndEndsWithTheSuite() throws Exception {
    URI address;
    try (Suite suite = standIns().program("echo", program()).environment("MORE", "yes").start()) {
      assertTrue(suite.process("echo").isReady());
      address = suite.programs().get(0);
      assertEquals(suite.process("echo").port(), address.getPort());
      try (InputStream told = address.resolve("/").toURL().openStream()) {
        String environment = new String(told.readAllBytes(), StandardCharsets.UTF_8);
        for (String expected :
            List.of(
                "PORT=" + address.getPort(),
                "REDIS_URL=" + suite.redisUrl(),
                "MONGODB_URL=" + suite.mongoUrl(),
                "JWT_PUBLIC_KEY_LOCATION=" + suite.tokens().publicKeyFile().toUri(),
                "JWT_ISSUER=parley-local",
                "MORE=yes")) {
          assertTrue(environment.contains(expected), expected);
        }
      }
    }
    assertFalse(Ports.answers(address.getPort()));
  }

  @Test
  void program_thatFails_failsTheStartAndLeavesNothing() {
    List<String> stopped = new ArrayList<>();
    Progress progress =
        new Progress() {
          @Override
          public void stopped(String process, boolean killed) {
            stopped.add(process);
          }
        };
    SuiteBuilder failing =
        standIns().progress(progress).program("broken", List.of("/bin/sh", "-c", "exit 7"));
    String sentence = assertThrows(LocalRunException.class, failing::start).getMessage();
    assertTrue(sentence.startsWith("broken ended with exit code 7"), sentence);
    assertEquals(List.of("mongo", "redis"), stopped);
  }

  private static List<String> program() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = Path.of("target", "test-classes").toAbsolutePath().toString();
    return List.of(java, "-cp", classPath, FakeProgram.class.getName());
  }

  private SuiteBuilder standIns() {
    return Suite.builder()
        .gateways(0)
        .messages(0)
        .presence(0)
        .freePorts(true)
        .stateDir(directory.resolve("state"));
  }

  private static MongoCollection<Document> things(MongoClient mongo) {
    return mongo.getDatabase("test").getCollection("things");
  }

  private static String redis(Suite suite, String command) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", suite.redisPort())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
      StringBuilder line = new StringBuilder();
      for (int c = socket.getInputStream().read(); c != '\r'; c = socket.getInputStream().read()) {
        line.append((char) c);
      }
      return line.toString();
    }
  }
}
