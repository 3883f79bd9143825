package dev.parley.presence.http;

import static dev.parley.presence.http.Api.PRESENCE;
import static dev.parley.presence.http.Api.as;
import static dev.parley.presence.http.Api.problem;
import static dev.parley.presence.http.Api.service;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.presence.MessageService;
import dev.parley.presence.Servers;
import dev.parley.presence.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Only who shares a conversation may be watched. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
@TestProfile(SharedTest.Shared.class)
class SharedTest {

  /** The rule, and no long wait for who is away. */
  public static class Shared implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("parley.watch.rule", "shared", "parley.requests.timeout", "PT3S");
    }
  }

  @Inject MessageService messages;

  private final String ann = World.user("ann");
  private final String bob = World.user("bob");
  private final String cleo = World.user("cleo");

  @BeforeEach
  void ann_talks_with_bob() {
    messages.away(false);
    messages.conversation(ann + "-" + bob, ann, bob);
  }

  @Test
  void others_are_refused() {
    as(ann).get(PRESENCE + "/" + bob).then().statusCode(200);
    problem(as(ann).get(PRESENCE + "/" + cleo).then(), 403).body("code", equalTo("forbidden"));
    as(ann, "{'userIds':['" + cleo + "','" + bob + "']}")
        .post(PRESENCE + "/query")
        .then()
        .statusCode(200)
        .body("users.userId", contains(bob))
        .body("refused", contains(cleo));
    problem(as(ann).get(PRESENCE + "/events?userIds=" + bob + "," + cleo).then(), 403)
        .body("code", equalTo("forbidden"));
  }

  @Test
  void service_sees_everyone_and_whom_it_acts_for_not() {
    service().get(PRESENCE + "/" + cleo).then().statusCode(200);
    problem(service().header("Parley-User", ann).get(PRESENCE + "/" + cleo).then(), 403);
  }

  @Test
  void what_is_not_known_is_unavailable_but_for_oneself_and_what_was_asked_before() {
    as(ann).get(PRESENCE + "/" + bob).then().statusCode(200);
    messages.away(true);
    problem(as(ann).get(PRESENCE + "/" + cleo).then(), 503)
        .body("code", equalTo("unavailable"))
        .header("Retry-After", equalTo("1"));

    int asked = messages.asked();
    as(ann).get(PRESENCE + "/" + ann).then().statusCode(200);
    as(ann).get(PRESENCE + "/" + bob).then().statusCode(200);
    assertEquals(asked, messages.asked());
  }

  @Test
  void conversation_of_which_nothing_is_heard_times_out() {
    messages.away(true);
    problem(as(ann).get(PRESENCE + "/conversations/c1").then(), 504)
        .body("code", equalTo("timeout"));
  }
}
