package dev.parley.gateway.jsonrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.gateway.session.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrameWriterTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void event_isANotification() {
    Frame frame = FrameWriter.JSON_RPC.event("message:new", RawJson.of("{\"seq\":1}"));

    assertEquals(
        "{\"jsonrpc\":\"2.0\",\"method\":\"message:new\",\"params\":{\"seq\":1}}", frame.text());
  }

  @Test
  void result_carriesTheIdAsItCame() {
    Frame frame = FrameWriter.result("\"\\u0041\"", RawJson.of("{\"seq\":1}"));

    assertEquals("{\"jsonrpc\":\"2.0\",\"id\":\"\\u0041\",\"result\":{\"seq\":1}}", frame.text());
  }

  @ParameterizedTest
  @EnumSource
  void error_carriesNumberCodeAndRetryable(ErrorCode code) throws JsonProcessingException {
    var error = JSON.readTree(FrameWriter.error("7", code, "no").text()).get("error");

    assertEquals(code.number(), error.get("code").asInt());
    assertEquals("no", error.get("message").asText());
    assertEquals(code.code(), error.get("data").get("code").asText());
    assertEquals(code.retryable(), error.get("data").get("retryable").asBoolean());
  }

  @Test
  void error_withoutAKnownIdHasIdNull() throws JsonProcessingException {
    var frame = JSON.readTree(FrameWriter.error(null, ErrorCode.PARSE_ERROR, "no").text());

    assertTrue(frame.has("id"));
    assertTrue(frame.get("id").isNull());
  }

  @Test
  void error_escapesWhatAClientMayHaveWritten() throws JsonProcessingException {
    String nasty = "there is no method \"},\n\\\u0000é\ud83d\ude00";

    var frame = JSON.readTree(FrameWriter.error("1", ErrorCode.METHOD_NOT_FOUND, nasty).text());

    assertEquals(nasty, frame.get("error").get("message").asText());
  }

  @Test
  void payloads_areTakenOverByteByByte() {
    RawJson payload = RawJson.of("{\"text\":\"Grüße 😀\"}");

    String event = FrameWriter.JSON_RPC.event("message:new", payload).text();
    String result = FrameWriter.result("12345", payload).text();

    assertEquals(
        "{\"jsonrpc\":\"2.0\",\"method\":\"message:new\",\"params\":{\"text\":\"Grüße 😀\"}}",
        event);
    assertEquals("{\"jsonrpc\":\"2.0\",\"id\":12345,\"result\":{\"text\":\"Grüße 😀\"}}", result);
  }
}
