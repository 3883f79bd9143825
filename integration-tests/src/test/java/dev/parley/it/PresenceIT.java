package dev.parley.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.parley.local.ServiceProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is there, as others see it: two gateways, two replicas of presence-service. */
class PresenceIT {

  private static final Duration READY = Duration.ofSeconds(60);

  private static RunningSuite suite;

  private final String ann = RunningSuite.user("ann");
  private final String bob = RunningSuite.user("bob");
  private final List<ChatClient> clients = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    suite =
        RunningSuite.start(
            settings -> settings.presence(2).environment("PARLEY_PRESENCE_AWAY_AFTER", "PT5S"));
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
  void users_of_a_killed_gateway_go_offline_by_themselves() {
    ChatClient b = bobWatchesAnn();
    connectA(ann);
    untilThere(b);
    ServiceProcess gateway = suite.suite.process("gateway-1");
    gateway.killHard();
    try {
      until(b, "offline");
    } finally {
      gateway.restart();
      gateway.awaitReady(READY);
    }
    connectA(ann);
    untilThere(b);
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
    try {
      client.request("presence:watch", "{'userIds':['%s']}", ann).join();
      return true;
    } catch (CompletionException notNow) {
      return false;
    }
  }

  private String shown(ChatClient client) {
    return client.ask("presence:get", "{'userIds':['%s']}", ann).at("/users/0/status").asText();
  }

  /** Online, or already idle again. */
  private void untilThere(ChatClient client) {
    Await.until(
        "ann is there",
        () -> Set.of("online", "away").contains(last(client).path("status").asText()));
  }

  private void until(ChatClient client, String status) {
    Await.until("ann is " + status, () -> status.equals(last(client).path("status").asText()));
  }

  /** The latest view of ann that has come. */
  private JsonNode last(ChatClient client) {
    List<JsonNode> views = views(client, ann);
    return views.isEmpty() ? ChatClient.JSON.createObjectNode() : views.get(views.size() - 1);
  }

  private static List<String> statuses(ChatClient client, String user) {
    return views(client, user).stream().map(view -> view.get("status").asText()).toList();
  }

  private static List<JsonNode> views(ChatClient client, String user) {
    return client.events.stream()
        .filter(event -> event.path("method").asText().equals("user:status"))
        .map(event -> event.get("params"))
        .filter(view -> view.get("userId").asText().equals(user))
        .toList();
  }
}
