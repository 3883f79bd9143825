package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.key.Partitions;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import jakarta.inject.Inject;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
class RequestTest {

  private static final String SEND =
      "{'conversationId':'%s','clientMessageId':'m1','content':{'type':'text','text':'hi'}}";

  @Inject Backend backend;

  @Test
  void messageSend_arrivesInItsPartitionAndIsAnswered() {
    long before = System.currentTimeMillis();
    try (Client client = Client.connect(Tokens.of("sender1"))) {
      String session = client.next().get("params").get("sessionId").asText();
      client.request("\"x-1\"", "message:send", SEND.formatted("c1"));

      Envelope command = backend.command(Partitions.of("c1", 16), "sender1");
      assertEquals("message:send", command.type());
      assertEquals("c1", command.key());
      assertEquals(backend.node(), command.replyTo().node());
      assertEquals(session, command.replyTo().session());
      assertTrue(command.time() >= before && command.time() <= System.currentTimeMillis());
      assertEquals(SEND.formatted("c1").replace('\'', '"'), command.payload().text());

      backend.reply(command, "{\"seq\":17}");
      JsonNode answer = client.next();
      assertEquals("2.0", answer.get("jsonrpc").asText());
      assertEquals("x-1", answer.get("id").asText());
      assertEquals(17, answer.get("result").get("seq").asInt());
      assertFalse(answer.has("error"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hello                                                      | null | parse_error      | -32700",
        "{'jsonrpc':'2.0','id':1                                    | null | parse_error      | -32700",
        "[]                                                         | null | invalid_request  | -32600",
        "[{'jsonrpc':'2.0','id':1,'method':'m'},                    | null | parse_error      | -32700",
        "{'jsonrpc':'1.0','id':1,'method':'message:send'}           | 1    | invalid_request  | -32600",
        "{'jsonrpc':'2.0','id':1}                                   | 1    | invalid_request  | -32600",
        "{'jsonrpc':'2.0','method':'message:send','params':{}}      | null | invalid_request  | -32600",
        "{'jsonrpc':'2.0','id':'a','method':'message:explode'}      | \"a\" | method_not_found | -32601",
        "{'jsonrpc':'2.0','id':1,'method':'message:send'}           | 1    | invalid_params   | -32602",
        "{'jsonrpc':'2.0','id':1,'method':'message:send','params':[]} | 1  | invalid_params   | -32602",
        "{'jsonrpc':'2.0','id':1,'method':'message:send','params':{}} | 1  | invalid_params   | -32602",
        "{'jsonrpc':'2.0','id':1,'method':'conversation:create','params':{'type':'direct','memberIds':['wrong']}} | 1 | invalid_params | -32602",
      })
  void wrongFrame_isRefusedAndHarmsNothing(String frame, String id, String code, int number) {
    try (Client client = Client.ready("wrong")) {
      client.send(frame.replace('\'', '"'));

      JsonNode error = client.error(id, code);
      assertEquals(number, error.get("code").asInt());
      assertTrue(error.get("data").has("retryable"));
      assertStillServed(client);
      assertEquals(0, backend.commandsOf("wrong").size(), "nothing reaches a stream");
    }
  }

  @Test
  void absentParams_areEmptyOnes() {
    try (Client client = Client.ready("absent")) {
      client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"conversation:list\"}");
      Envelope query = backend.query("absent");
      assertEquals("{}", query.payload().text());
      backend.reply(query, "{\"conversations\":[]}");
      assertEquals(0, client.next().get("result").get("conversations").size());

      client.send(
          "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"conversation:list\",\"params\":null}");
      Backend.until("the second", () -> backend.queriesOf("absent").size() == 2);

      client.send("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"sync\"}");
      assertEquals(
          "positions is missing", client.error("3", "invalid_params").get("message").asText());
    }
  }

  @Test
  void largeFrame_isRefusedUnread() {
    try (Client client = Client.ready("wrong")) {
      client.send("x".repeat(64 * 1024));
      client.error("null", "parse_error");
      client.send("x".repeat(64 * 1024 + 1));
      client.error("null", "too_large");
      client.send("é".repeat(40 * 1024));
      client.error("null", "too_large");
      client.send("x".repeat(256 * 1024));
      client.error("null", "too_large");
      assertStillServed(client);
    }
  }

  /** The client sends it in fragments, which together are more than the server collects. */
  @Test
  void messageBeyondEveryBound_isRefusedUnread() {
    try (Client client = Client.ready("wrong")) {
      client.send("x".repeat(600 * 1024));
      client.error("null", "too_large");
      assertStillServed(client);
    }
  }

  @Test
  void frameBeyondEveryBound_endsTheConnection() throws InterruptedException {
    Vertx vertx = Vertx.vertx();
    CountDownLatch closed = new CountDownLatch(1);
    vertx
        .createWebSocketClient(new WebSocketClientOptions().setMaxFrameSize(1024 * 1024))
        .connect(
            new WebSocketConnectOptions()
                .setAbsoluteURI(Client.uri().toString())
                .addHeader("Authorization", "Bearer " + Tokens.of("wrong")))
        .onSuccess(
            socket -> {
              socket.closeHandler(end -> closed.countDown());
              socket.writeTextMessage("x".repeat(300 * 1024));
            });

    assertTrue(closed.await(30, TimeUnit.SECONDS));
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void binaryFrame_isRefused() {
    try (Client client = Client.ready("wrong")) {
      client.sendBinary(new byte[] {1, 2, 3});

      client.error("null", "invalid_request");
      assertStillServed(client);
    }
  }

  private static void assertStillServed(Client client) {
    client.request("\"still\"", "nothing", "{}");
    client.error("\"still\"", "method_not_found");
  }
}
