package dev.parley.cache.session;

import static dev.parley.cache.http.Api.service;
import static dev.parley.cache.http.Api.with;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cache.FakeGateway;
import dev.parley.cache.Servers;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RevokedTokens;
import dev.parley.routing.RouteTable;
import dev.parley.service.testing.Await;
import dev.parley.service.testing.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.redis.client.Redis;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class SessionResourceTest {

  private static final String PATH = SessionResource.PATH;

  @Inject Redis redis;
  @Inject RedisKeys keys;
  @Inject RouteTable routes;
  @Inject RevokedTokens revoked;
  @Inject MeterRegistry meters;

  @Test
  void session_is_made_with_a_secret_and_a_cookie() {
    ValidatableResponse answer =
        service(
                "{'userId':'ann','device':'phone','address':'192.0.2.7','data':{'a':[1]},"
                    + "'idleSeconds':60,'capSeconds':600}")
            .post(PATH)
            .then()
            .statusCode(201)
            .header("Cache-Control", equalTo("no-store"))
            .body("userId", equalTo("ann"))
            .body("secret", matchesPattern("[A-Za-z0-9_-]{43}"));

    JsonPath made = answer.extract().jsonPath();
    answer.header("Location", endsWith(PATH + "/" + made.getString("sessionId")));
    assertEquals(
        "__Host-session="
            + made.getString("secret")
            + "; Path=/; Max-Age=600; HttpOnly; Secure; SameSite=Strict",
        made.getString("cookie"));
    assertEquals(
        Duration.ofSeconds(60),
        Duration.between(
            Instant.parse(made.getString("createdAt")),
            Instant.parse(made.getString("expiresAt"))));
  }

  @Test
  void session_lives_as_the_settings_say() {
    JsonPath made = create("default-life");

    assertEquals(
        Duration.ofHours(1),
        Duration.between(
            Instant.parse(made.getString("createdAt")),
            Instant.parse(made.getString("expiresAt"))));
    assertTrue(made.getString("cookie").contains("Max-Age=86400;"));
  }

  @Test
  void idle_is_no_longer_than_a_short_cap() {
    service("{'userId':'ann','capSeconds':60}").post(PATH).then().statusCode(201);
  }

  @Test
  void look_up_is_a_use_of_the_session() {
    JsonPath made = create("bea");
    double hits = lookups("hit");

    lookUp("{'secret':'" + made.getString("secret") + "','address':'198.51.100.1'}")
        .statusCode(200)
        .body("sessionId", equalTo(made.getString("sessionId")))
        .body("userId", equalTo("bea"))
        .body("device", equalTo("phone"))
        .body("address", equalTo("198.51.100.1"))
        .body("data.scope", equalTo("chat"))
        .body("createdAt", equalTo(made.getString("createdAt")))
        .body("lastUsedAt", notNullValue())
        .body("current", nullValue())
        .body("secret", nullValue());
    assertEquals(hits + 1, lookups("hit"));
  }

  @Test
  void look_with_peek_changes_nothing() {
    JsonPath made = create("cy");

    lookUp("{'secret':'" + made.getString("secret") + "','peek':true,'address':'x'}")
        .statusCode(200)
        .body("address", equalTo("192.0.2.7"))
        .body("expiresAt", equalTo(made.getString("expiresAt")))
        .body("lastUsedAt", equalTo(made.getString("createdAt")));
  }

  @Test
  void unknown_secret_is_not_found() {
    double misses = lookups("miss");

    lookUp("{'secret':'" + "A".repeat(43) + "'}")
        .statusCode(404)
        .body("code", equalTo("not_found"));
    lookUp("{'secret':'x'}").statusCode(404);
    assertEquals(misses + 2, lookups("miss"));
  }

  @Test
  void user_lists_its_own_and_sees_which_it_is() {
    String one = create("dan").getString("sessionId");
    String two = create("dan").getString("sessionId");
    create("someone-else");

    own("dan", one)
        .get(PATH)
        .then()
        .statusCode(200)
        .body("sessions.sessionId.toSet()", equalTo(java.util.Set.of(one, two)))
        .body("sessions.find { it.sessionId == '" + one + "' }.current", equalTo(true))
        .body("sessions.find { it.sessionId == '" + two + "' }.current", equalTo(false))
        .body("sessions[0].device", equalTo("phone"))
        .body("sessions[0].address", equalTo("192.0.2.7"));
    service().get(PATH + "?userId=dan").then().body("sessions.size()", equalTo(2));
    service()
        .header("Parley-User", "dan")
        .get(PATH)
        .then()
        .body("sessions.current", contains(false, false));
    own("dan", one).get(PATH + "?userId=dan").then().statusCode(200);
  }

  @Test
  void one_is_ended_by_its_user_and_the_gateways_are_told() {
    JsonPath made = create("eli");
    String id = made.getString("sessionId");
    String stays = create("eli").getString("sessionId");
    FakeGateway gateway = new FakeGateway(redis, keys, routes, "eli");

    own("eli", stays).delete(PATH + "/" + id).then().statusCode(200).body("revoked", equalTo(1));
    own("eli", stays).delete(PATH + "/" + id).then().statusCode(200).body("revoked", equalTo(0));

    assertEquals(
        List.of(
            new InboxItem.Revoke("eli", id, "revoked"), new InboxItem.Revoke("eli", id, "revoked")),
        gateway.inbox());
    lookUp("{'secret':'" + made.getString("secret") + "'}").statusCode(404);
    assertTrue(isRevoked("eli", id));
    assertFalse(isRevoked("eli", stays));
  }

  @Test
  void all_others_are_ended() {
    String one = create("fay").getString("sessionId");
    String two = create("fay").getString("sessionId");
    FakeGateway gateway = new FakeGateway(redis, keys, routes, "fay");

    own("fay", two).delete(PATH + "?except=current").then().body("revoked", equalTo(1));

    assertEquals(List.of(new InboxItem.Revoke("fay", one, "revoked")), gateway.inbox());
    own("fay", two).get(PATH).then().body("sessions.sessionId", contains(two));
    service().delete(PATH + "?userId=fay&except=" + two).then().body("revoked", equalTo(0));
    service().delete(PATH + "?userId=fay&except=none").then().body("revoked", equalTo(1));
  }

  @Test
  void all_are_ended_with_tokens_of_no_session() {
    String one = create("gil").getString("sessionId");
    create("gil");
    FakeGateway gateway = new FakeGateway(redis, keys, routes, "gil");

    own("gil", one).delete(PATH).then().statusCode(200).body("revoked", equalTo(2));

    assertEquals(List.of(new InboxItem.Revoke("gil", "", "revoked")), gateway.inbox());
    service().get(PATH + "?userId=gil").then().body("sessions", empty());
    assertTrue(Await.result(revoked.isRevoked("gil", "", Instant.ofEpochSecond(1_000_000_000))));
  }

  @Test
  void token_that_was_revoked_is_good_no_more() {
    String stolen = create("hanna").getString("sessionId");
    String kept = create("hanna").getString("sessionId");
    own("hanna", kept).delete(PATH + "/" + stolen).then().statusCode(200);

    own("hanna", stolen).get(PATH).then().statusCode(401);
    own("hanna", stolen).delete(PATH).then().statusCode(401);
    own("hanna", stolen).delete(PATH + "/" + kept).then().statusCode(401);

    own("hanna", kept).get(PATH).then().statusCode(200).body("sessions.size()", equalTo(1));
  }

  @Test
  void too_many_end_the_oldest_and_the_gateways_are_told() {
    FakeGateway gateway = new FakeGateway(redis, keys, routes, "ina");
    String first = create("ina").getString("sessionId");
    for (int i = 0; i < 100; i++) {
      create("ina");
    }

    service().get(PATH + "?userId=ina").then().body("sessions.size()", equalTo(100));
    assertEquals(List.of(new InboxItem.Revoke("ina", first, "too_many_sessions")), gateway.inbox());
  }

  @Test
  void metrics_have_no_names_of_users() {
    create("metric-user");

    assertTrue(meters.counter("parley.sessions.created").count() >= 1);
    assertTrue(
        meters.getMeters().stream()
            .flatMap(meter -> meter.getId().getTags().stream())
            .noneMatch(tag -> tag.getValue().contains("metric-user")));
  }

  private double lookups(String outcome) {
    return meters.counter("parley.sessions.lookups", "outcome", outcome).count();
  }

  private boolean isRevoked(String user, String session) {
    return Await.result(revoked.isRevoked(user, session, null));
  }

  private static JsonPath create(String user) {
    return service(
            "{'userId':'"
                + user
                + "','device':'phone','address':'192.0.2.7','data':{'scope':'chat'}}")
        .post(PATH)
        .then()
        .statusCode(201)
        .body("sessionId", not(equalTo("")))
        .extract()
        .jsonPath();
  }

  private static ValidatableResponse lookUp(String body) {
    return with(service(), body).post(PATH + "/lookup").then();
  }

  private static RequestSpecification own(String user, String session) {
    return given().auth().oauth2(Tokens.issuedNow(user, Duration.ofMinutes(10), session));
  }
}
