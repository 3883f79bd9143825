package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that are older than their conversation keeps them, with two replicas. */
class RetentionIT {

  private RunningSuite suite;
  private ChatClient a;
  private ChatClient b;
  private String chat;

  @BeforeEach
  void start() throws Exception {
    suite =
        RunningSuite.start(
            settings -> settings.messages(2).environment("PARLEY_RETENTION_INTERVAL", "PT1S"));
    a = suite.connect(suite.gatewayA(), RunningSuite.user("ann"));
    b = suite.connect(suite.gatewayB(), RunningSuite.user("bob"));
    ObjectNode create = ChatClient.JSON.createObjectNode().put("type", "group");
    create.putArray("memberIds").add(b.user);
    chat = a.await(a.request("conversation:create", create)).get("conversationId").asText();
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
    suite.close();
  }

  @Test
  void old_messages_go_and_the_order_goes_on() {
    for (int i = 1; i <= 5; i++) {
      a.await(a.sendForSure(chat, "message " + i));
    }
    suite.age(chat, 3, Instant.now().minus(Duration.ofDays(2)));
    ObjectNode keep =
        ChatClient.JSON.createObjectNode().put("conversationId", chat).put("retentionDays", 1);
    a.await(a.request("conversation:update", keep));

    for (ChatClient client : List.of(a, b)) {
      Await.until(
          "told " + client.user,
          () ->
              client.events.stream()
                  .filter(event -> event.path("method").asText().equals("messages:expired"))
                  .anyMatch(event -> event.at("/params/firstSeq").asLong() == 4));
    }
    Await.until("deleted", () -> suite.stored(chat).size() == 2);
    assertEquals(List.of(4L, 5L), history());
    assertEquals(6, a.await(a.sendForSure(chat, "message 6")).get("seq").asLong());
    assertEquals(List.of(4L, 5L, 6L), history());
  }

  private List<Long> history() {
    ObjectNode all =
        ChatClient.JSON.createObjectNode().put("conversationId", chat).put("afterSeq", 0);
    JsonNode page = b.await(b.request("history", all));
    return StreamSupport.stream(page.get("messages").spliterator(), false)
        .map(message -> message.get("seq").asLong())
        .toList();
  }
}
