package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.Crowd;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.gateway.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.redis.client.Command;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
class DownlinkTest {

  @Inject Backend backend;

  @Test
  void delivery_reachesAllSessionsOfTheUsersButTheExceptedOne() {
    try (Client phone = Client.connect(Tokens.of("dann"));
        Client laptop = Client.ready("dann");
        Client bob = Client.ready("dbob");
        Client eve = Client.ready("deve")) {
      String session = phone.next().get("params").get("sessionId").asText();

      backend.tell(Backend.delivery("{\"seq\":1}", session, "dann", "dbob", "nobody"));
      backend.tell(Backend.delivery("{\"seq\":2}", "", "dann", "dbob", "deve"));

      for (Client client : List.of(laptop, bob)) {
        assertEquals(
            "{\"jsonrpc\":\"2.0\",\"method\":\"message:new\",\"params\":{\"seq\":1}}",
            client.nextText());
        assertEquals(2, client.next().get("params").get("seq").asInt());
      }
      assertEquals(2, phone.next().get("params").get("seq").asInt());
      assertEquals(2, eve.next().get("params").get("seq").asInt());
    }
  }

  @Test
  void payload_passesThroughAsItIs() {
    try (Client client = Client.ready("dverbatim")) {
      String payload = "{ \"text\" : \"Grüße 😀 \\u0041\", \"n\":1.50 }";

      backend.tell(Backend.delivery(payload, "", "dverbatim"));

      assertEquals(
          "{\"jsonrpc\":\"2.0\",\"method\":\"message:new\",\"params\":" + payload + "}",
          client.nextText());
    }
  }

  @Test
  void items_arriveInTheOrderOfTheInbox() {
    int rounds = 2_000;
    try (Crowd crowd = new Crowd()) {
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        clients.add(crowd.add(Client.ready("order" + i)));
      }

      for (int seq = 1; seq <= rounds; ) {
        InboxItem[] items = new InboxItem[20];
        for (int i = 0; i < items.length; i++) {
          items[i] =
              Backend.delivery(
                  "{\"seq\":" + seq++ + "}", "", "order0", "order1", "order2", "order3", "order4");
        }
        backend.tell(items);
      }

      for (Client client : clients) {
        for (int seq = 1; seq <= rounds; seq++) {
          assertEquals(seq, client.next().get("params").get("seq").asInt());
        }
      }
    }
  }

  @Test
  void unreadableEntry_isPassedOver() {
    try (Client client = Client.ready("dpoison")) {
      backend.tell(new byte[] {9, 9, 9});
      backend.tell(new byte[0]);
      backend.tell(new byte[] {1, 1, 0, 0, 0, 99});
      backend.tell(Backend.delivery("{}", "", "dpoison"));

      assertEquals("message:new", client.next().get("method").asText());
    }
  }

  @Test
  void replyToNobody_isDropped() {
    try (Client client = Client.connect(Tokens.of("dreply"))) {
      String session = client.next().get("params").get("sessionId").asText();
      backend.tell(
          new InboxItem.Reply("nobody", 1, false, RawJson.of("{}")),
          new InboxItem.Reply(session, 999, false, RawJson.of("{}")),
          Backend.delivery("{}", "", "dreply"));

      JsonNode next = client.next();
      assertEquals("message:new", next.get("method").asText());
    }
  }

  @Test
  void inbox_isEmptiedByReading() {
    try (Client client = Client.ready("dtrim")) {
      for (int i = 0; i < 500; i++) {
        backend.tell(Backend.delivery("{\"seq\":" + i + "}", "", "dtrim"));
        assertEquals(i, client.next().get("params").get("seq").asInt());
      }

      // Redis trims by whole nodes of its tree, up to 100 entries each.
      Backend.until(
          "what was read is gone",
          () -> backend.call(Command.XLEN, backend.keys().inbox(backend.node())).toInteger() < 200);
    }
  }
}
