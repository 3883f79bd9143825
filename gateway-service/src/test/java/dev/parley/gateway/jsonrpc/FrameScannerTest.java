package dev.parley.gateway.jsonrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FrameScannerTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MUTANTS = 20_000;

  @TestFactory
  Stream<DynamicTest> scan_followsTheVectors() throws IOException {
    return vectors().stream()
        .map(vector -> DynamicTest.dynamicTest(vector.get("name").asText(), () -> check(vector)));
  }

  @Test
  void scan_takesAnIdOfTheMostCharactersAndNoMore() throws InvalidFrameException {
    String longest = "\"" + "é".repeat(FrameScanner.MAX_ID_LENGTH) + "\"";
    assertEquals(longest, scan(request(longest, "m")).id());

    String tooLong = "\"" + "x".repeat(FrameScanner.MAX_ID_LENGTH + 1) + "\"";
    InvalidFrameException e = refused(request(tooLong, "m"));
    assertEquals(ErrorCode.INVALID_REQUEST, e.code());
    assertEquals(null, e.id());
    assertTrue(e.getMessage().contains("128"), e.getMessage());
  }

  @Test
  void scan_refusesANumberWithoutEndAsId() {
    assertEquals(ErrorCode.PARSE_ERROR, refused(request("1".repeat(10_000), "m")).code());
  }

  @Test
  void scan_takesAMethodOfTheMostCharactersAndNoMore() throws InvalidFrameException {
    String longest = "m".repeat(FrameScanner.MAX_METHOD_LENGTH);
    assertEquals(longest, scan(request("1", longest)).method());

    assertEquals(ErrorCode.INVALID_REQUEST, refused(request("1", longest + "m")).code());
  }

  @Test
  void scan_survivesDeepNesting() throws InvalidFrameException {
    assertNotNull(scan(nested(FrameScanner.MAX_DEPTH - 2)));
    assertEquals(ErrorCode.PARSE_ERROR, refused(nested(FrameScanner.MAX_DEPTH)).code());
    assertEquals(ErrorCode.PARSE_ERROR, refused("[".repeat(60_000)).code());
    assertEquals(ErrorCode.PARSE_ERROR, refused("{\"a\":".repeat(10_000)).code());
  }

  @Test
  void scan_survivesManyFields() throws InvalidFrameException {
    StringBuilder frame = new StringBuilder("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"");
    for (int i = 0; i < 5_000; i++) {
      frame.append(",\"f").append(i).append("\":0");
    }
    assertEquals("m", scan(frame.append('}').toString()).method());
  }

  /** Whatever a client sends is a request or a coded refusal, never another exception. */
  @Test
  void scan_survivesMutatedFrames() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<byte[]> frames = new ArrayList<>();
    for (JsonNode vector : vectors()) {
      frames.add(vector.get("frame").asText().getBytes(StandardCharsets.UTF_8));
    }
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = mutate(frames, random);
      try {
        Request request = FrameScanner.scan(mutant);
        JSON.readTree(request.id());
        if (request.params() != null) {
          assertEquals('{', request.params()[0]);
        }
      } catch (InvalidFrameException coded) {
        assertNotNull(coded.code());
      } catch (Exception | AssertionError e) {
        fail(
            "seed " + seed + ", mutant " + i + ": " + new String(mutant, StandardCharsets.UTF_8),
            e);
      }
    }
  }

  private static void check(JsonNode vector) throws InvalidFrameException {
    String frame = vector.get("frame").asText();
    if (!vector.has("code")) {
      Request request = scan(frame);
      assertEquals(vector.get("id").asText(), request.id());
      assertEquals(vector.get("method").asText(), request.method());
      assertEquals(
          vector.has("params") ? vector.get("params").asText() : null,
          request.params() == null ? null : new String(request.params(), StandardCharsets.UTF_8));
      return;
    }
    InvalidFrameException refused = refused(frame);
    assertEquals(vector.get("code").asText(), refused.code().code());
    assertEquals(vector.path("errorId").asText(null), refused.id());
    assertTrue(
        refused.getMessage().contains(vector.path("message").asText("")), refused.getMessage());
  }

  private static byte[] mutate(List<byte[]> frames, Random random) {
    byte[] mutant = frames.get(random.nextInt(frames.size())).clone();
    for (int changes = random.nextInt(4); changes >= 0 && mutant.length > 0; changes--) {
      int at = random.nextInt(mutant.length);
      switch (random.nextInt(4)) {
        case 0 -> mutant[at] = (byte) random.nextInt(256);
        case 1 -> mutant[at] = (byte) "{}[]\",:\\0123eE.-+ntfu ".charAt(random.nextInt(22));
        case 2 -> mutant = java.util.Arrays.copyOf(mutant, at);
        default -> {
          byte[] other = frames.get(random.nextInt(frames.size()));
          System.arraycopy(other, 0, mutant, at, Math.min(other.length, mutant.length - at));
        }
      }
    }
    return mutant;
  }

  private static List<JsonNode> vectors() throws IOException {
    List<JsonNode> vectors = new ArrayList<>();
    JSON.readTree(FrameScannerTest.class.getResource("frames.json")).forEach(vectors::add);
    return vectors;
  }

  private static String request(String id, String method) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\"}";
  }

  private static String nested(int depth) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{\"a\":"
        + "[".repeat(depth)
        + "]".repeat(depth)
        + "}}";
  }

  private static Request scan(String frame) throws InvalidFrameException {
    return FrameScanner.scan(frame.getBytes(StandardCharsets.UTF_8));
  }

  private static InvalidFrameException refused(String frame) {
    return assertThrows(InvalidFrameException.class, () -> scan(frame));
  }
}
