package dev.parley.redisstreams.quarkus;

import static dev.parley.redisstreams.TestRedis.await;
import static dev.parley.redisstreams.TestRedis.until;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import dev.parley.redisstreams.deadletter.DeadLetter;
import dev.parley.redisstreams.deadletter.DeadLetters;
import io.quarkus.redis.client.RedisClientName;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

/** One application for all tests; each has a channel of its own. */
@QuarkusTest
@QuarkusTestResource(RedisServers.class)
class ApplicationTest {

  @Inject Application application;
  @Inject Redis redis;

  @Inject
  @RedisClientName("second")
  Redis second;

  @Test
  void a_payload_comes_as_text() {
    add("texts:{0}", "té");
    add("texts:{1}", "other");
    until("both", () -> application.texts().containsAll(List.of("té", "other")));
    until("acknowledged", () -> pending("texts:{0}") + pending("texts:{1}") == 0);
  }

  @Test
  void what_fails_or_cannot_be_decoded_goes_to_the_dead_letters_and_blocks_nothing() {
    DeadLetters letters = new DeadLetters(redis, "texts", 2);
    Request malformed =
        Request.cmd(Command.XADD)
            .arg("texts:{1}")
            .arg("*")
            .arg("data")
            .arg(io.vertx.core.buffer.Buffer.buffer(new byte[] {(byte) 0xc3, 40}));
    await(redis.send(malformed));
    add("texts:{1}", "poison");
    add("texts:{1}", "behind");
    until("not blocked", () -> application.texts().contains("behind"));
    until("given up", () -> letters.count(1).await().indefinitely() == 2);
    until("acknowledged", () -> pending("texts:{1}") == 0);
    List<DeadLetter> list =
        letters
            .list(1, DeadLetters.Order.OLDEST_FIRST, null, 10)
            .await()
            .atMost(Duration.ofSeconds(30));
    List<String> causes = list.stream().map(DeadLetter::cause).sorted().toList();
    assertTrue(causes.get(0).contains("UndecodableException"), causes.get(0));
    assertTrue(causes.get(1).contains("not this one"), causes.get(1));
    assertEquals(Set.of("g"), new HashSet<>(list.stream().map(DeadLetter::group).toList()));
  }

  @Test
  void what_is_emitted_comes_as_the_same_type_in_the_order_of_its_key() {
    List<Order> ann = IntStream.range(0, 20).mapToObj(i -> new Order("ann", i)).toList();
    List<Order> bob = IntStream.range(0, 20).mapToObj(i -> new Order("bob", i)).toList();
    for (int i = 0; i < 20; i++) {
      application.send(ann.get(i)).await().atMost(Duration.ofSeconds(30));
      application.send(bob.get(i)).await().atMost(Duration.ofSeconds(30));
    }
    until("all", () -> application.orders().size() == 40);
    assertEquals(ann, of("ann"));
    assertEquals(bob, of("bob"));
    assertEquals(Set.of("ann", "bob"), new HashSet<>(application.keys()));
  }

  private List<Order> of(String customer) {
    return application.orders().stream().filter(it -> it.customer().equals(customer)).toList();
  }

  @Test
  void a_payload_comes_as_a_json_object() {
    add("objects", "{\"a\":[1]}");
    until("it", () -> application.objects().size() == 1);
    assertEquals(new JsonObject("{\"a\":[1]}"), application.objects().get(0));
    until("acknowledged", () -> pending("objects") == 0);
  }

  @Test
  void a_message_is_pending_until_the_application_acknowledges_it() {
    String id = add("manual", "{\"a\":1}");
    until("it", () -> application.manual().size() == 1);
    Message<JsonObject> message = application.manual().get(0);
    assertEquals(1, message.getPayload().getInteger("a"));
    IncomingRedisStreamMetadata entry =
        message.getMetadata(IncomingRedisStreamMetadata.class).orElseThrow();
    assertEquals(id, entry.id());
    assertEquals(1, entry.deliveryCount());
    assertEquals(1, pending("manual"));
    message.ack().toCompletableFuture().join();
    until("acknowledged", () -> pending("manual") == 0);
  }

  @Test
  void a_batch_comes_as_a_list_and_one_entry_can_be_rejected() {
    List<String> sent = List.of("1", "poison", "3");
    sent.forEach(payload -> add("batches", payload));
    until("all", () -> application.batched().size() == 3);
    assertEquals(sent, application.batched());
    until("acknowledged", () -> pending("batches") == 0);
    until("rejected", () -> deadLetters("batches") == 1);
  }

  @Test
  void a_processor_acknowledges_when_its_result_is_in_redis() {
    add("raw", "soup");
    until("cooked", () -> length("cooked") == 1);
    Response fields =
        await(redis.send(Request.cmd(Command.XRANGE).arg("cooked").arg("-").arg("+")))
            .get(0)
            .get(1);
    assertEquals("SOUP", fields.get(1).toString());
    until("acknowledged", () -> pending("raw") == 0);
  }

  @Test
  void a_channel_uses_the_client_that_it_names() {
    application.sendElsewhere("there").await().atMost(Duration.ofSeconds(30));
    until("received", () -> application.elsewhere().equals(List.of("there")));
    assertEquals(0, length("elsewhere"));
    assertEquals(1, await(second.send(Request.cmd(Command.XLEN).arg("elsewhere"))).toLong());
  }

  @Test
  void health_tells_of_each_channel() {
    given()
        .when()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("status", equalTo("UP"))
        .body(
            "checks.find { it.name == 'SmallRye Reactive Messaging - readiness check' }"
                + ".data.keySet()",
            containsInAnyOrder(
                "texts",
                "orders",
                "orders-out",
                "objects",
                "manual",
                "batches",
                "raw",
                "cooked",
                "elsewhere",
                "to-elsewhere"));
    given().when().get("/q/health/started").then().statusCode(200);
    given().when().get("/q/health/live").then().statusCode(200);
  }

  private String add(String stream, String payload) {
    return await(
            redis.send(Request.cmd(Command.XADD).arg(stream).arg("*").arg("data").arg(payload)))
        .toString();
  }

  private long pending(String stream) {
    return await(redis.send(Request.cmd(Command.XPENDING).arg(stream).arg("g"))).get(0).toLong();
  }

  private long length(String stream) {
    return await(redis.send(Request.cmd(Command.XLEN).arg(stream))).toLong();
  }

  private long deadLetters(String stream) {
    return new DeadLetters(redis, stream, 0).count(0).await().atMost(Duration.ofSeconds(30));
  }
}
