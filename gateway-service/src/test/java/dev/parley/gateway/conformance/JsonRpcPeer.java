package dev.parley.gateway.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.error.CloseCode;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.gateway.testing.Client;
import java.util.Arrays;

/** JSON-RPC 2.0 over a WebSocket. */
record JsonRpcPeer(Client client) implements Peer {

  @Override
  public void call(int number, String method, String params) {
    client.request(String.valueOf(number), method, params);
  }

  @Override
  public String event(String name) {
    return inside("{\"jsonrpc\":\"2.0\",\"method\":\"" + name + "\",\"params\":");
  }

  @Override
  public String result(int number) {
    return inside("{\"jsonrpc\":\"2.0\",\"id\":" + number + ",\"result\":");
  }

  private String inside(String before) {
    String frame = client.nextText();
    assertTrue(frame.startsWith(before) && frame.endsWith("}"), before + " … not " + frame);
    return frame.substring(before.length(), frame.length() - 1);
  }

  @Override
  public Refusal refused(int number) {
    JsonNode answer = client.next();
    assertEquals(number, answer.path("id").asInt(-1), answer.toString());
    JsonNode error = answer.path("error");
    ErrorCode code = ErrorCode.of(error.path("data").path("code").asText());
    assertEquals(code.number(), error.path("code").asInt(), answer.toString());
    return new Refusal(
        code, error.path("message").asText(), error.path("data").path("retryable").asBoolean());
  }

  @Override
  public CloseCode closed() {
    int number = client.closeCode();
    return Arrays.stream(CloseCode.values())
        .filter(code -> code.number() == number)
        .findFirst()
        .orElseThrow(() -> new AssertionError("closed with " + number));
  }

  @Override
  public void cut() {
    client.cut();
  }

  @Override
  public void close() {
    client.close();
  }
}
