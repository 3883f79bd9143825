package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/**
 * The JavaScript client: its own tests, and people who chat through it while processes are killed.
 */
class JavaScriptClientIT {

  private static final Duration READY = Duration.ofSeconds(60);

  @Test
  void its_own_tests_pass() throws Exception {
    assertPass(NodeJs.client().resolve("test"), "messages are told once and in order");
  }

  @Test
  void the_pages_own_tests_pass() throws Exception {
    assertPass(NodeJs.ROOT.resolve("gateway-service/src/test/js"), "what has expired goes");
  }

  @Test
  void gateways_message_service_and_redis_that_die_or_leave_lose_double_and_reorder_nothing()
      throws IOException {
    try (RunningSuite suite =
            RunningSuite.start(
                builder ->
                    builder
                        .environment("PARLEY_REQUEST_TIMEOUT", "PT4S")
                        .environment("PARLEY_NODE_DRAIN", "PT2S"));
        Chatters chatters = chatters(suite)) {
      chatters.awaitMore(150);
      suite.suite.process("gateway-1").killHard();
      chatters.awaitMore(100);
      suite.suite.process("gateway-1").restart();
      suite.suite.process("gateway-1").awaitReady(READY);
      suite.killMessageService();
      suite.startMessageService();
      chatters.awaitMore(100);
      suite.suite.process("redis").killHard();
      suite.suite.process("redis").restart();
      suite.suite.process("redis").awaitReady(READY);
      chatters.awaitMore(100);
      suite.suite.process("gateway-1").restart();
      suite.suite.process("gateway-1").awaitReady(READY);
      chatters.awaitMore(100);
      suite.suite.process("gateway-2").killHard();
      chatters.awaitMore(100);
      long stored = chatters.stop();

      List<String> history = history(suite, chatters.conversation);
      assertEquals(stored, history.size(), "what was acknowledged is stored, once");
      assertEquals(history.size(), new HashSet<>(texts(history)).size(), "stored twice");
      chatters.awaitLogs(history);
    }
  }

  /** Runs all tests of a directory; {@code oneOfThem} shows that they were found. */
  private static void assertPass(Path directory, String oneOfThem) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("--test", "--test-reporter=tap"));
    try (Stream<Path> files = Files.list(directory)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.contains(".test."))
          .forEach(arguments::add);
    }
    Process node = NodeJs.start(directory, NodeJs.temporaryFile(".err"), arguments);
    CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> all(node));
    try {
      assertTrue(node.waitFor(READY.toSeconds(), TimeUnit.SECONDS), "the tests do not end");
    } finally {
      node.destroyForcibly();
    }
    String tap = new String(output.join(), StandardCharsets.UTF_8);
    assertEquals(0, node.exitValue(), tap);
    assertTrue(tap.contains("# Subtest: " + oneOfThem), tap);
  }

  private static byte[] all(Process process) {
    try {
      return process.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Chatters chatters(RunningSuite suite) throws IOException {
    List<String> users = Stream.of("ann", "bob", "cem").map(RunningSuite::user).toList();
    try (ChatClient ann = suite.connect(suite.gatewayA(), users.get(0))) {
      String conversation =
          ann.ask(
                  "conversation:create",
                  "{'type':'group','memberIds':['%s','%s']}",
                  users.get(1),
                  users.get(2))
              .get("conversationId")
              .asText();
      return Chatters.start(suite, conversation, users);
    }
  }

  private static List<String> history(RunningSuite suite, String conversation) {
    return suite.stored(conversation).stream()
        .map(one -> one.getLong("seq") + " " + one.get("content", Document.class).getString("text"))
        .toList();
  }

  private static List<String> texts(List<String> history) {
    return history.stream().map(line -> line.substring(line.indexOf(' '))).toList();
  }

  /** People who chat in a process of Node.js, see {@code chatter.mjs}. */
  private static final class Chatters implements AutoCloseable {

    final String conversation;
    private final List<String> users;
    private final LineProcess process;

    private Chatters(String conversation, List<String> users, LineProcess process) {
      this.conversation = conversation;
      this.users = users;
      this.process = process;
    }

    static Chatters start(RunningSuite suite, String conversation, List<String> users) {
      ObjectNode order = ChatClient.JSON.createObjectNode();
      order.put("client", NodeJs.client().resolve("src/parley.js").toString());
      order.put("conversationId", conversation);
      ArrayNode people = order.putArray("people");
      for (int i = 0; i < users.size(); i++) {
        ObjectNode one = people.addObject();
        one.put("user", users.get(i)).put("token", suite.suite.token(users.get(i)));
        ArrayNode gateways = one.putArray("gateways");
        for (int g = 0; g < 2; g++) {
          gateways.add("ws://" + suite.suite.gateways().get((i + g) % 2).getAuthority() + "/ws");
        }
      }
      LineProcess process = LineProcess.start("src/test/js/chatter.mjs");
      process.write(order.toString());
      return new Chatters(conversation, users, process);
    }

    void awaitMore(int count) {
      long goal = stored() + count;
      Await.until(
          () -> goal + " stored, got " + stored() + process.errors(), () -> stored() >= goal);
    }

    /** No more is sent; returns how many messages were acknowledged. */
    long stop() {
      process.write("stop");
      Await.until(
          () -> "all are acknowledged" + process.errors(), () -> process.last("log") != null);
      return stored();
    }

    /** Everybody has been told everything, once and in order. */
    void awaitLogs(List<String> history) {
      Await.until(
          () -> "everybody has " + history.size() + ": " + sizes(),
          () -> users.stream().allMatch(user -> log(user).size() >= history.size()));
      users.forEach(user -> assertEquals(history, log(user), user));
    }

    private long stored() {
      return process.last("stored") == null ? 0 : process.last("stored").asLong();
    }

    private List<String> log(String user) {
      List<String> log = new ArrayList<>();
      process.last("log").get(user).forEach(line -> log.add(line.asText()));
      return log;
    }

    private Map<String, Integer> sizes() {
      Map<String, Integer> sizes = new HashMap<>();
      users.forEach(user -> sizes.put(user, log(user).size()));
      return sizes;
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
