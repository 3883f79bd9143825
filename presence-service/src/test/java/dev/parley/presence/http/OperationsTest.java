package dev.parley.presence.http;

import static dev.parley.presence.http.Api.PRESENCE;
import static dev.parley.presence.http.Api.as;
import static dev.parley.presence.http.Api.service;
import static dev.parley.presence.http.Api.with;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.parley.contracts.id.Ids;
import dev.parley.presence.MessageService;
import dev.parley.presence.Servers;
import dev.parley.presence.World;
import dev.parley.service.testing.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the HTTP door does, with everything behind it but message-service. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class OperationsTest {

  @Inject World world;
  @Inject MessageService messages;

  private final String ann = World.user("ann");
  private final String bob = World.user("bob");
  private String gateway;

  @BeforeEach
  void bob_is_here() {
    gateway = world.gateway();
    here(bob, "phone");
  }

  private void here(String user, String... sessions) {
    world.connect(gateway, user, sessions);
    Await.until(user + " is here", () -> world.presence(user).isConnected());
  }

  @Test
  void one_user() {
    as(ann)
        .get(PRESENCE + "/" + bob)
        .then()
        .statusCode(200)
        .body("userId", equalTo(bob))
        .body("status", equalTo("online"))
        .body("revision", greaterThan(0L))
        .body("lastSeen", nullValue());
    service()
        .get(PRESENCE + "/" + ann)
        .then()
        .statusCode(200)
        .body("status", equalTo("offline"))
        .body("revision", equalTo(0));
  }

  @Test
  void many_users() {
    String body = "{'userIds':['" + ann + "','" + bob + "','" + ann + "']}";
    as(ann, body)
        .post(PRESENCE + "/query")
        .then()
        .statusCode(200)
        .body("users.userId", contains(ann, bob))
        .body("users.status", contains("offline", "online"))
        .body("refused", nullValue());
  }

  @Test
  void devices_of_oneself_and_for_services() {
    world.connect(gateway, bob, "s1", "s2");
    Await.until("two", () -> world.presence(bob).nodes().get(gateway).connections().size() == 2);
    as(bob)
        .get(PRESENCE + "/" + bob + "/devices")
        .then()
        .statusCode(200)
        .body("devices.sessionId", contains("s1", "s2"))
        .body("devices[0].deviceId", equalTo("phone"))
        .body("devices[0].nodeId", equalTo(gateway))
        .body("devices[0].connectedAt", equalTo("1970-01-01T00:00:01Z"))
        .body("devices[0].active", equalTo(true))
        .body("devices[0].lastActiveAt", nullValue());
    world.idle(gateway, bob, "s1");
    Await.until("idle", () -> world.presence(bob).away());
    service()
        .get(PRESENCE + "/" + bob + "/devices")
        .then()
        .statusCode(200)
        .body("devices", hasSize(1))
        .body("devices[0].active", equalTo(false))
        .body("devices[0].lastActiveAt", equalTo("1970-01-01T00:00:02Z"));
  }

  @Test
  void counts_for_services() {
    service()
        .get(PRESENCE + "/online")
        .then()
        .statusCode(200)
        .body("total", greaterThanOrEqualTo(1))
        .body("byNode.'" + gateway + "'", equalTo(1));
  }

  @Test
  void status_is_chosen_and_taken_back() {
    String path = PRESENCE + "/" + bob + "/status";
    as(bob, "{'status':'dnd','text':'in a meeting','expiresInSeconds':3600}")
        .put(path)
        .then()
        .statusCode(200)
        .body("userId", equalTo(bob))
        .body("status", equalTo("dnd"))
        .body("text", equalTo("in a meeting"))
        .body("expiresAt", notNullValue());
    as(ann).get(PRESENCE + "/" + bob).then().body("status", equalTo("dnd"));

    with(service(), "{'status':'invisible'}")
        .put(path)
        .then()
        .statusCode(200)
        .body("status", equalTo("invisible"));
    as(ann).get(PRESENCE + "/" + bob).then().body("status", equalTo("offline"));
    as(bob).get(PRESENCE + "/" + bob).then().body("status", equalTo("invisible"));

    as(bob)
        .delete(path)
        .then()
        .statusCode(200)
        .body("status", equalTo("online"))
        .body("text", nullValue());
    as(ann).get(PRESENCE + "/" + bob).then().body("status", equalTo("online"));
  }

  @Test
  void who_of_a_conversation_is_here() {
    String chat = "c-" + Ids.random();
    messages.conversation(chat, ann, bob);
    String path = PRESENCE + "/conversations/" + chat;
    as(ann)
        .get(path)
        .then()
        .statusCode(200)
        .body("conversationId", equalTo(chat))
        .body("users.userId", contains(bob))
        .body("after", nullValue());
    service().get(path).then().statusCode(200).body("users.userId", contains(bob));
  }

  @Test
  void members_come_in_pages() {
    String chat = "c-" + Ids.random();
    messages.conversation(chat, ann, bob);
    String path = PRESENCE + "/conversations/" + chat;
    as(ann)
        .get(path + "?limit=1")
        .then()
        .statusCode(200)
        .body("users", hasSize(0))
        .body("after", equalTo(ann));
    as(ann)
        .get(path + "?limit=1&after=" + ann)
        .then()
        .statusCode(200)
        .body("users.userId", contains(bob))
        .body("after", nullValue());
  }

  @Test
  void service_acts_for_whom_it_names() {
    service()
        .header("Parley-User", bob)
        .contentType("application/json")
        .body("{\"status\":\"invisible\"}")
        .put(PRESENCE + "/" + bob + "/status")
        .then()
        .statusCode(200);
    service()
        .header("Parley-User", ann)
        .get(PRESENCE + "/" + bob)
        .then()
        .body("status", equalTo("offline"));
    service()
        .header("Parley-User", bob)
        .get(PRESENCE + "/" + bob)
        .then()
        .body("status", equalTo("invisible"));
  }
}
