package dev.parley.messages.storage;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.messages.Servers;
import dev.parley.messages.message.MessageRepository;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class ReadinessTest {

  private static final String OURS = "checks.find { it.name == 'MongoDB indexes' }.status";

  @TestHTTPResource(value = "/", management = true)
  String management;

  @Inject Schema schema;
  @Inject MessageRepository messages;

  @Test
  void service_is_ready_when_the_indexes_are_there() {
    schema.ready().await().atMost(Duration.ofSeconds(20));

    get(management + "health/ready").then().statusCode(200).body(OURS, is("UP"));
    List<Document> indexes =
        messages.mongoCollection().listIndexes().collect().asList().await().indefinitely();
    Document unique =
        indexes.stream().filter(index -> index.getBoolean("unique", false)).findAny().orElseThrow();
    assertEquals(
        new Document("conversationId", 1).append("senderId", 1).append("clientMessageId", 1),
        unique.get("key"));
  }

  @Test
  void indexes_are_tried_until_mongodb_answers_and_nobody_is_let_in_before() {
    AtomicInteger attempts = new AtomicInteger();
    Schema late =
        new Schema(
            () ->
                attempts.incrementAndGet() < 3
                    ? Uni.createFrom().failure(new IllegalStateException("MongoDB is away"))
                    : Uni.createFrom().voidItem(),
            () -> Uni.createFrom().voidItem());
    Uni<Void> waiting = late.ready();
    assertFalse(late.isReady());
    assertEquals("DOWN", new SchemaCheck(late).call().getStatus().name());
    late.ready().subscribe().with(done -> {}).cancel();
    late.start(null);
    waiting.await().atMost(Duration.ofSeconds(20));

    assertTrue(late.isReady());
    assertEquals(3, attempts.get());
    late.stop(null);
  }
}
