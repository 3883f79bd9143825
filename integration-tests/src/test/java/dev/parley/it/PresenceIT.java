package dev.parley.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.parley.local.ServiceProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is there, as others see it: two gateways, two replicas of presence-service. */
class PresenceIT {

  private static final Duration READY = Duration.ofSeconds(60);

  /** The lease of 15 s, the grace of 1 s, and what a machine with other work takes. */
  private static final Duration GONE = Duration.ofSeconds(30);

  private static final int ROUTE_BUCKETS = 16;
  private static final Set<String> THERE = Set.of("online", "away");

  private static RunningSuite suite;

  private final String ann = RunningSuite.user("ann");
  private final String bob = RunningSuite.user("bob");
  private final List<ChatClient> clients = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    suite =
        RunningSuite.start(
            settings ->
                settings
                    .presence(2)
                    .environment("PARLEY_PRESENCE_AWAY_AFTER", "PT5S")
                    .environment("PARLEY_GRACE", "PT1S")
                    // A gateway that was paused is to find its connections as they were.
                    .environment("PARLEY_SESSION_PONG_TIMEOUT", "PT60S"));
  }

  @AfterAll
  static void stop() {
    suite.close();
  }

  @AfterEach
  void leave() {
    clients.forEach(ChatClient::close);
  }

  @Test
  void who_comes_is_idle_and_goes_is_seen_by_who_watches() {
    ChatClient b = bobWatchesAnn();
    assertEquals("offline", shown(b));
    ChatClient phone = connectA(ann);
    untilThere(b);
    until(b, "away");
    int before = statuses(b, ann).size();
    phone.request("conversation:list", "{}");
    Await.until("ann has been active", () -> statuses(b, ann).size() > before);
    assertEquals("online", statuses(b, ann).get(before));
    ChatClient laptop = connectA(ann);
    phone.close();
    until(b, "away");
    laptop.close();
    until(b, "offline");
  }

  @Test
  void what_one_chooses_others_see_and_invisible_is_offline_to_them() {
    ChatClient b = bobWatchesAnn();
    ChatClient phone = connectA(ann);
    ChatClient laptop = connectA(ann);
    untilThere(b);
    JsonNode chosen = phone.ask("presence:set", "{'status':'dnd','text':'writing'}");
    assertEquals("dnd", chosen.get("status").asText());
    until(b, "dnd");
    assertEquals("writing", last(b).get("text").asText());
    Await.until("the other device knows", () -> statuses(laptop, ann).contains("dnd"));

    phone.ask("presence:set", "{'status':'invisible'}");
    until(b, "offline");
    Await.until("the other device knows", () -> statuses(laptop, ann).contains("invisible"));
    JsonNode seen = b.ask("presence:get", "{'userIds':['%s']}", ann);
    assertEquals("offline", seen.at("/users/0/status").asText());
  }

  @Test
  void users_of_a_killed_gateway_go_offline_in_time_and_its_routes_go() {
    ChatClient b = bobWatchesAnn();
    ChatClient a = connectA(ann);
    a.ask("presence:watch", "{'userIds':['%s']}", bob);
    untilThere(b);
    assertTrue(isRouted(ann) && isRouted("%" + bob) && isRouted("%" + ann));
    ServiceProcess gateway = suite.suite.process("gateway-1");
    long killed = System.nanoTime();
    gateway.killHard();
    try {
      until(b, "offline");
      Duration took = Duration.ofNanos(System.nanoTime() - killed);
      assertTrue(took.compareTo(GONE) < 0, () -> "offline after " + took);
      Await.until("ann has no route", () -> !isRouted(ann));
      Await.until("nobody at the dead gateway watches bob", () -> !isRouted("%" + bob));
      Await.until("the inbox is gone", () -> !exists("parley:inbox:{%s}".formatted(node(a))));
      assertTrue(isRouted(bob) && isRouted("%" + ann), "the routes of the other gateway stay");
    } finally {
      gateway.restart();
      gateway.awaitReady(READY);
    }
    connectA(ann);
    untilThere(b);
  }

  /** For longer than its lease: its users are taken for gone, and are there again with it. */
  @Test
  void a_paused_gateway_comes_back_with_its_users_and_what_they_watch() {
    ChatClient b = bobWatchesAnn();
    ChatClient a = connectA(ann);
    a.ask("presence:watch", "{'userIds':['%s']}", bob);
    untilThere(b);
    ServiceProcess gateway = suite.suite.process("gateway-1");
    gateway.freeze();
    try {
      until(b, "offline");
      Await.until("nobody at the paused gateway watches bob", () -> !isRouted("%" + bob));
    } finally {
      gateway.thaw();
    }
    untilThere(b);
    Await.until("ann watches bob again", () -> isRouted("%" + bob));
    b.ask("presence:set", "{'status':'dnd'}");
    Await.until("ann is told", () -> statuses(a, bob).contains("dnd"));
    assertFalse(a.closed().isDone(), "the connection has stood");
    a.close();
    until(b, "offline");
  }

  @Test
  void presence_is_rebuilt_after_redis_was_killed_and_came_back_empty() {
    ChatClient b = bobWatchesAnn();
    ChatClient a = connectA(ann);
    a.ask("presence:watch", "{'userIds':['%s']}", bob);
    untilThere(b);
    ServiceProcess redis = suite.suite.process("redis");
    redis.killHard();
    redis.restart();
    redis.awaitReady(READY);
    Await.until("both are there", () -> isThere(b, ann) && isThere(a, bob));
    Await.until("both are watched", () -> isRouted("%" + ann) && isRouted("%" + bob));
    Await.until("bob chooses", () -> answers(b, "presence:set", "{'status':'dnd'}"));
    Await.until("ann is told", () -> statuses(a, bob).contains("dnd"));
    assertFalse(a.closed().isDone() || b.closed().isDone(), "the connections have stood");
    a.close();
    until(b, "offline");
  }

  @Test
  void a_killed_replica_is_replaced_by_the_other_one() {
    ChatClient b = bobWatchesAnn();
    ServiceProcess replica = suite.suite.process("presence-1");
    replica.killHard();
    try {
      connectA(ann);
      untilThere(b);
      JsonNode seen = b.ask("presence:get", "{'userIds':['%s']}", ann);
      assertEquals(1, seen.get("users").size());
    } finally {
      replica.restart();
      replica.awaitReady(READY);
    }
  }

  @Test
  void the_page_shows_who_is_there_and_sets_how_one_is_oneself() {
    try (Browser browser = Browser.start()) {
      Page page = browser.signIn(suite.gatewayB(), bob);
      ChatClient a = connectA(ann);
      a.createDirect(bob);
      page.locator("#list button").click();
      assertThat(page.locator("#list .dot")).hasCount(1);
      a.ask("presence:set", "{'status':'dnd','text':'writing'}");
      assertThat(page.locator("#members")).hasText("do not disturb · writing");
      assertThat(page.locator("#list .dot.dnd")).hasCount(1);

      a.ask("presence:watch", "{'userIds':['%s']}", bob);
      page.locator("#me").click();
      assertThat(page.locator("#devices")).hasText("Active on 1 of 1 device.");
      page.getByLabel("You are").selectOption("invisible");
      page.locator("#status button.primary").click();
      assertThat(page.locator("#my-dot .invisible")).hasCount(1);
      Await.until("nobody sees bob", () -> statuses(a, bob).contains("offline"));
      page.context().close();
      assertEquals(List.of(), browser.problems());
    }
  }

  private ChatClient connectA(String user) {
    ChatClient client = suite.connect(suite.gatewayA(), user);
    clients.add(client);
    return client;
  }

  private ChatClient bobWatchesAnn() {
    ChatClient client = suite.connect(suite.gatewayB(), bob);
    clients.add(client);
    Await.until("bob watches ann", () -> watches(client));
    return client;
  }

  /** Again, as the promise asks of a client, while a replica is not there yet. */
  private boolean watches(ChatClient client) {
    return answers(client, "presence:watch", "{'userIds':['%s']}", ann);
  }

  private static boolean isThere(ChatClient client, String user) {
    try {
      JsonNode seen = client.request("presence:get", "{'userIds':['%s']}", user).join();
      return THERE.contains(seen.at("/users/0/status").asText());
    } catch (CompletionException notNow) {
      return false;
    }
  }

  private static boolean answers(
      ChatClient client, String method, String params, Object... values) {
    try {
      client.request(method, params, values).join();
      return true;
    } catch (CompletionException notNow) {
      return false;
    }
  }

  private static String node(ChatClient client) {
    return client.ready().get("nodeId").asText();
  }

  /** Whether a subject of the routes leads to any node. */
  private static boolean isRouted(String subject) {
    return IntStream.range(0, ROUTE_BUCKETS)
        .anyMatch(
            bucket ->
                suite
                    .redis("HEXISTS parley:routes:{%d} %s".formatted(bucket, subject))
                    .equals(":1"));
  }

  private static boolean exists(String key) {
    return suite.redis("EXISTS " + key).equals(":1");
  }

  private String shown(ChatClient client) {
    return client.ask("presence:get", "{'userIds':['%s']}", ann).at("/users/0/status").asText();
  }

  /** Online, or already idle again. */
  private void untilThere(ChatClient client) {
    Await.until("ann is there", () -> THERE.contains(last(client).path("status").asText()));
  }

  private void until(ChatClient client, String status) {
    Await.until("ann is " + status, () -> status.equals(last(client).path("status").asText()));
  }

  /** The latest view of ann that has come. */
  private JsonNode last(ChatClient client) {
    List<JsonNode> views = client.views(ann);
    return views.isEmpty() ? ChatClient.JSON.createObjectNode() : views.get(views.size() - 1);
  }

  private static List<String> statuses(ChatClient client, String user) {
    return client.views(user).stream().map(view -> view.get("status").asText()).toList();
  }
}
