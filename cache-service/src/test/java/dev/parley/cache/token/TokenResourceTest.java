package dev.parley.cache.token;

import static dev.parley.cache.http.Api.problem;
import static dev.parley.cache.http.Api.service;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cache.FakeGateway;
import dev.parley.cache.Servers;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RouteTable;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.redis.client.Redis;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class TokenResourceTest {

  private static final String REFRESH = RefreshTokenResource.PATH;
  private static final String ONE_TIME = OneTimeTokenResource.PATH;
  private static final String SESSIONS = "/api/v1/sessions";

  @Inject Redis redis;
  @Inject RedisKeys keys;
  @Inject RouteTable routes;
  @Inject MeterRegistry meters;

  @Test
  void refresh_token_is_replaced_by_its_successor() {
    String first = refresh("{'userId':'ann','data':{'client':'web'},'ttlSeconds':60}");

    JsonPath second =
        rotate(first)
            .statusCode(200)
            .header("Cache-Control", equalTo("no-store"))
            .body("userId", equalTo("ann"))
            .body("sessionId", nullValue())
            .body("data.client", equalTo("web"))
            .extract()
            .jsonPath();

    assertInFuture(second, Duration.ofSeconds(60));
    rotate(second.getString("token")).statusCode(200);
  }

  @Test
  void refresh_token_is_good_for_a_month() {
    JsonPath made =
        service("{'userId':'ann'}")
            .post(REFRESH)
            .then()
            .statusCode(201)
            .header("Cache-Control", equalTo("no-store"))
            .body("token", matchesPattern("[A-Za-z0-9]{16}\\.[A-Za-z0-9_-]{43}"))
            .extract()
            .jsonPath();

    assertInFuture(made, Duration.ofDays(30));
  }

  @Test
  void refresh_token_that_is_used_again_ends_the_family_and_the_session() {
    JsonPath session = session("bea");
    FakeGateway gateway = new FakeGateway(redis, keys, routes, "bea");
    String id = session.getString("sessionId");
    String first = refresh("{'userId':'bea','sessionId':'" + id + "'}");
    String second = rotate(first).statusCode(200).extract().path("token");
    double reused = meters.counter("parley.refresh.tokens", "outcome", "reused").count();

    problem(rotate(first), 409)
        .body("code", equalTo("token_reused"))
        .body("type", equalTo("urn:parley:error:token_reused"));

    problem(rotate(second), 409).body("code", equalTo("token_reused"));
    assertEquals(reused + 2, meters.counter("parley.refresh.tokens", "outcome", "reused").count());
    assertEquals(new InboxItem.Revoke("bea", id, "revoked"), gateway.inbox().get(0));
    service("{'secret':'" + session.getString("secret") + "'}")
        .post(SESSIONS + "/lookup")
        .then()
        .statusCode(404);
  }

  @Test
  void refresh_token_ends_with_its_session() {
    String id = session("cy").getString("sessionId");
    String token = refresh("{'userId':'cy','sessionId':'" + id + "'}");
    service().delete(SESSIONS + "/" + id + "?userId=cy").then().statusCode(200);

    problem(rotate(token), 404).body("code", equalTo("token_unknown"));
    problem(service("{'userId':'cy','sessionId':'" + id + "'}").post(REFRESH).then(), 404)
        .body("code", equalTo("token_unknown"))
        .body("detail", containsString("session"));
  }

  @Test
  void refresh_tokens_are_revoked_by_token_and_by_user() {
    String one = refresh("{'userId':'dan'}");
    String two = refresh("{'userId':'dan'}");
    String three = refresh("{'userId':'dan'}");

    revoke("{'token':'" + one + "'}").statusCode(204);
    revoke("{'token':'" + one + "'}").statusCode(204);
    revoke("{'token':'x'}").statusCode(204);
    problem(rotate(one), 404).body("code", equalTo("token_unknown"));
    two = rotate(two).statusCode(200).extract().path("token");

    revoke("{'userId':'dan'}").statusCode(204);
    problem(rotate(two), 404);
    problem(rotate(three), 404);
    rotate(refresh("{'userId':'dan'}")).statusCode(200);
  }

  @ParameterizedTest
  @CsvSource({
    "email-verification, 86400",
    "password-reset, 3600",
    "invite, 604800",
    "my-own-1, 3600"
  })
  void one_time_token_is_good_as_long_as_its_purpose_says(String purpose, long seconds) {
    JsonPath made =
        create("{'purpose':'" + purpose + "','subject':'ann@example.org'}").extract().jsonPath();

    assertInFuture(made, Duration.ofSeconds(seconds));
  }

  @Test
  void one_time_token_is_used_once() {
    String token =
        create("{'purpose':'invite','subject':'eli','data':{'team':7},'ttlSeconds':60}")
            .header("Cache-Control", equalTo("no-store"))
            .body("token", matchesPattern("[A-Za-z0-9_-]{43}"))
            .body("code", nullValue())
            .extract()
            .path("token");
    String body = "{'purpose':'invite','token':'" + token + "'}";

    problem(use("consume", body.replace("invite", "other")), 404);
    use("peek", body).statusCode(200).body("subject", equalTo("eli"));
    use("consume", body).statusCode(200).body("data.team", equalTo(7));
    problem(use("consume", body), 404).body("code", equalTo("token_unknown"));
    problem(use("peek", body), 404);
  }

  @Test
  void code_is_tried_as_often_as_it_has_attempts() {
    String code =
        create("{'purpose':'login','subject':'fay','kind':'code','digits':8,'attempts':2}")
            .body("code", matchesPattern("[0-9]{8}"))
            .body("token", nullValue())
            .extract()
            .path("code");
    String good = "{'purpose':'login','subject':'fay','code':'" + code + "'}";
    String wrong = "{'purpose':'login','subject':'fay','code':'x'}";

    problem(use("consume", wrong), 409)
        .body("code", equalTo("code_wrong"))
        .body("detail", containsString("left: 1"));
    use("peek", good).statusCode(200);
    use("consume", good).statusCode(200).body("subject", equalTo("fay"));
    problem(use("consume", good), 404);

    create("{'purpose':'login','subject':'fay','kind':'code','attempts':1}")
        .body("code", matchesPattern("[0-9]{6}"));
    problem(use("peek", wrong), 409).body("detail", containsString("left: 0"));
    problem(use("peek", wrong), 404).body("code", equalTo("token_unknown"));
  }

  @Test
  void older_ones_go_where_that_is_wanted() {
    String older = create("{'purpose':'invite','subject':'gil'}").extract().path("token");
    String code =
        create("{'purpose':'invite','subject':'gil','kind':'code','replaceOlder':true}")
            .extract()
            .path("code");

    problem(use("peek", "{'purpose':'invite','token':'" + older + "'}"), 404);
    use("peek", "{'purpose':'invite','subject':'gil','code':'" + code + "'}").statusCode(200);
  }

  @Test
  void all_of_a_subject_are_revoked() {
    String token = create("{'purpose':'invite','subject':'hal'}").extract().path("token");

    for (int i = 0; i < 2; i++) {
      service().delete(ONE_TIME + "?purpose=invite&subject=hal").then().statusCode(204);
    }

    problem(use("peek", "{'purpose':'invite','token':'" + token + "'}"), 404);
  }

  private static void assertInFuture(JsonPath made, Duration time) {
    Instant expiry = Instant.parse(made.getString("expiresAt"));
    Instant latest = Instant.now().plus(time).plusSeconds(1);
    assertTrue(
        expiry.isBefore(latest) && expiry.isAfter(latest.minusSeconds(45)),
        () -> expiry + " of " + latest);
  }

  private static JsonPath session(String user) {
    return service("{'userId':'" + user + "'}")
        .post(SESSIONS)
        .then()
        .statusCode(201)
        .extract()
        .jsonPath();
  }

  private static String refresh(String body) {
    return service(body).post(REFRESH).then().statusCode(201).extract().path("token");
  }

  private static ValidatableResponse rotate(String token) {
    return service("{'token':'" + token + "'}").post(REFRESH + "/rotate").then();
  }

  private static ValidatableResponse revoke(String body) {
    return service(body).post(REFRESH + "/revoke").then();
  }

  private static ValidatableResponse create(String body) {
    return service(body).post(ONE_TIME).then().statusCode(201);
  }

  private static ValidatableResponse use(String how, String body) {
    return service(body).post(ONE_TIME + "/" + how).then();
  }
}
