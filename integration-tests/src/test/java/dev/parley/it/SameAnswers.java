package dev.parley.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.local.ServiceProcess;
import java.util.Map;
import java.util.Random;

/** What the read models answer, beside what message-service does. */
final class SameAnswers {

  private final RunningSuite suite;

  SameAnswers(RunningSuite suite) {
    this.suite = suite;
  }

  /** By every way, for everybody. */
  void assertSame(Crowd crowd, Random random) {
    for (ChatClient one : crowd.people) {
      assertSame(one, crowd.positions(random), everywhere(one));
    }
  }

  /** By the connection only, which is answered whatever lives. */
  void assertSameBySockets(Crowd crowd, Random random) {
    for (ChatClient one : crowd.people) {
      assertSame(one, crowd.positions(random), Map.of("socket", ChatAnswers.by(one)));
    }
  }

  /** By every way. */
  void assertSame(ChatClient client, Map<String, Long> positions) {
    assertSame(client, positions, everywhere(client));
  }

  private Map<String, ChatAnswers> everywhere(ChatClient client) {
    String token = suite.suite.token(client.user);
    return Map.of(
        "socket",
        ChatAnswers.by(client),
        "HTTP at A",
        ChatAnswers.by(suite.gatewayA().resolve("/api/v1/chats"), token),
        "HTTP at B",
        ChatAnswers.by(suite.gatewayB().resolve("/api/v1/chats"), token));
  }

  /** Until the positions are stored that message-service stores behind. */
  private void assertSame(
      ChatClient client, Map<String, Long> positions, Map<String, ChatAnswers> ways) {
    ChatAnswers expected =
        ChatAnswers.by(
            suite.suite.messages().get(0).resolve("/api/v1/conversations"),
            suite.suite.token(client.user));
    int limit = 1 + positions.size() * 5;
    ways.forEach(
        (name, way) -> {
          Pair last = new Pair();
          Await.until(
              () -> "%s by %s: %s".formatted(client.user, name, last),
              () -> last.isSame(expected.all(positions, limit), way.all(positions, limit)));
        });
  }

  /** How many questions the replicas that live have answered without message-service. */
  double fromModels() {
    return suite.suite.processes().stream()
        .filter(process -> process.name().startsWith("cache-") && process.isAlive())
        .mapToDouble(SameAnswers::fromModels)
        .sum();
  }

  private static double fromModels(ServiceProcess replica) {
    return RunningSuite.metric(replica, "parley_queries_total{outcome=\"answered\"")
        - RunningSuite.metric(replica, "parley_models_passed_on_total");
  }

  /** Two answers, to tell when they differ. */
  private static final class Pair {

    private JsonNode expected;
    private JsonNode is;

    boolean isSame(JsonNode expectedNow, JsonNode isNow) {
      expected = expectedNow;
      is = isNow;
      return expected.equals(is);
    }

    @Override
    public String toString() {
      return "expected\n%s\nis\n%s".formatted(expected, is);
    }
  }
}
