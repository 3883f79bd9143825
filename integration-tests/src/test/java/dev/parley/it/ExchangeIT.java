package dev.parley.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ExchangeIT {

  private static RunningSuite suite;

  private final String ann = RunningSuite.user("ann");
  private final String bob = RunningSuite.user("bob");

  @BeforeAll
  static void startSuite() throws Exception {
    suite = RunningSuite.start();
  }

  @AfterAll
  static void stopSuite() {
    suite.close();
  }

  @Test
  void two_people_chat_across_two_gateways_in_one_order() {
    try (ChatClient a = suite.connect(suite.gatewayA(), ann);
        ChatClient b = suite.connect(suite.gatewayB(), bob)) {
      assertNotEquals(a.ready().get("nodeId"), b.ready().get("nodeId"));
      String conversation = a.createDirect(bob);
      assertEquals(conversation, b.createDirect(ann), "the same for both");
      for (int i = 1; i <= 20; i++) {
        ChatClient from = i % 3 == 0 ? b : a;
        JsonNode ack = from.await(from.send(conversation, "m" + i, "text " + i));
        assertEquals(i, ack.get("seq").asLong());
        assertEquals(conversation + ":" + i, ack.get("messageId").asText());
      }
      Await.until(
          "both have the other's",
          () -> a.seqs(conversation).size() + b.seqs(conversation).size() == 20);
      JsonNode first = b.messages(conversation).get(0);
      assertEquals(ann, first.get("senderId").asText());
      assertEquals("m1", first.get("clientMessageId").asText());
      assertEquals("text 1", first.get("content").get("text").asText());
      assertEquals(List.of(3L, 6L, 9L, 12L, 15L, 18L), a.seqs(conversation));
      List<Document> stored = suite.stored(conversation);
      assertEquals(20, stored.size());
      assertEquals("text 7", stored.get(6).get("content", Document.class).getString("text"));
    }
  }

  @Test
  void at_full_speed_each_side_gets_the_others_messages_once_and_in_order() {
    try (ChatClient a = suite.connect(suite.gatewayA(), ann);
        ChatClient b = suite.connect(suite.gatewayB(), bob)) {
      String conversation = a.createDirect(bob);
      List<CompletableFuture<JsonNode>> acks = new ArrayList<>();
      for (int round = 0; round < 20; round++) {
        for (int i = 0; i < 100; i++) {
          acks.add((i % 2 == 0 ? a : b).send(conversation, round + "-" + i, "x"));
        }
        acks.forEach(a::await);
      }
      assertEquals(
          2000, new HashSet<>(acks.stream().map(f -> f.join().get("seq")).toList()).size());
      Await.until(
          "all delivered",
          () -> a.seqs(conversation).size() == 1000 && b.seqs(conversation).size() == 1000);
      assertEquals(a.seqs(conversation).stream().sorted().toList(), a.seqs(conversation));
      assertEquals(b.seqs(conversation).stream().sorted().toList(), b.seqs(conversation));
      List<Long> all = new ArrayList<>(a.seqs(conversation));
      all.addAll(b.seqs(conversation));
      assertEquals(
          LongStream.rangeClosed(1, 2000).boxed().toList(), all.stream().sorted().toList());
    }
  }

  @Test
  void a_second_device_sees_what_the_first_one_sends() {
    try (ChatClient phone = suite.connect(suite.gatewayA(), ann);
        ChatClient laptop = suite.connect(suite.gatewayB(), ann)) {
      String conversation = phone.createDirect(bob);
      phone.await(phone.send(conversation, "m1", "hello"));
      Await.until("on the laptop", () -> laptop.seqs(conversation).equals(List.of(1L)));
      laptop.await(laptop.send(conversation, "m2", "hello again"));
      Await.until("on the phone", () -> phone.seqs(conversation).equals(List.of(2L)));
    }
  }

  @Test
  void a_send_repeated_also_from_two_gateways_at_once_is_stored_once_with_one_ack() {
    try (ChatClient phone = suite.connect(suite.gatewayA(), ann);
        ChatClient laptop = suite.connect(suite.gatewayB(), ann);
        ChatClient b = suite.connect(suite.gatewayB(), bob)) {
      String conversation = phone.createDirect(bob);
      for (int round = 1; round <= 50; round++) {
        String id = UUID.randomUUID().toString();
        List<CompletableFuture<JsonNode>> sends =
            List.of(
                phone.send(conversation, id, "once"),
                laptop.send(conversation, id, "once"),
                phone.send(conversation, id, "once"));
        JsonNode ack = phone.await(sends.get(0));
        assertEquals(round, ack.get("seq").asLong(), "no hole");
        for (CompletableFuture<JsonNode> send : sends) {
          assertEquals(ack, phone.await(send));
        }
        assertEquals(ack, laptop.await(laptop.send(conversation, id, "once")), "later as well");
      }
      Await.until("delivered", () -> b.seqs(conversation).size() == 50);
      assertEquals(50, suite.stored(conversation).size());
    }
  }

  @Test
  void what_is_wrong_is_answered_with_a_code_and_the_connection_lives() {
    try (ChatClient a = suite.connect(suite.gatewayA(), ann);
        ChatClient b = suite.connect(suite.gatewayB(), bob);
        ChatClient eve = suite.connect(suite.gatewayB(), RunningSuite.user("eve"))) {
      String conversation = a.createDirect(bob);
      assertRefused("not_a_member", eve, eve.send(conversation, "m1", "let me in"));
      assertRefused("not_found", a, a.send("no-such-conversation", "m1", "hello?"));
      assertRefused("invalid_params", a, a.send(conversation, "m1", "x".repeat(9000)));
      assertRefused("invalid_params", a, a.send(conversation, "", "no id"));
      assertRefused(
          "method_not_found", a, a.request("no:such", ChatClient.JSON.createObjectNode()));
      a.raw("{\"jsonrpc\": \"2.0\", ");
      Await.until("parse error", () -> !a.events.isEmpty());
      assertEquals(-32700, a.events.get(0).get("error").get("code").asInt());
      assertEquals(1, a.await(a.send(conversation, "m1", "still here")).get("seq").asLong());
      assertFalse(a.closed().isDone());
      Await.until("delivered", () -> b.seqs(conversation).size() == 1);
      assertTrue(eve.messages(conversation).isEmpty());
    }
  }

  private static void assertRefused(
      String code, ChatClient client, CompletableFuture<JsonNode> request) {
    String got =
        client.await(
            request.handle(
                (result, failure) -> {
                  Throwable cause = failure == null ? null : ChatClient.unwrap(failure);
                  return cause instanceof RpcException refused ? refused.code() : "accepted";
                }));
    assertEquals(code, got);
  }
}
