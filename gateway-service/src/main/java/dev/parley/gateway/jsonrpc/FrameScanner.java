package dev.parley.gateway.jsonrpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.parley.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads JSON-RPC 2.0 requests by streaming: id and params are cut out, not parsed. Of a field that
 * is there twice, the last one counts; fields that JSON-RPC does not know are passed over.
 *
 * <p>Pure function, safe from any thread; proven by {@code frames.json}.
 */
final class FrameScanner {

  /** Levels of arrays and objects in a frame. */
  static final int MAX_DEPTH = 64;

  static final int MAX_ID_LENGTH = 128;
  static final int MAX_METHOD_LENGTH = 128;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // It is UTF-8; guessing would take a leading NUL for UTF-16.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          // Names come from clients: they must not fill the JVM's table of strings.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_ID_LENGTH)
                  .build())
          .build();

  /**
   * One element of a batch.
   *
   * @param request null when it is none
   * @param problem why it is none; else null
   */
  record Call(Request request, InvalidFrameException problem) {}

  private final byte[] frame;
  private boolean isObject;
  private String id;
  private String idProblem = "id is missing";
  private String version;
  private String method;
  private byte[] params;
  private boolean paramsAreObject = true;

  private FrameScanner(byte[] frame) {
    this.frame = frame;
  }

  /**
   * Whether a frame is a batch (specification, section 6), as its first character says: see {@link
   * #scanBatch}.
   */
  static boolean isBatch(byte[] frame) {
    for (byte character : frame) {
      if (character != ' ' && character != '\n' && character != '\r' && character != '\t') {
        return character == '[';
      }
    }
    return false;
  }

  /**
   * The request in a frame.
   *
   * @param frame UTF-8, no batch
   * @throws InvalidFrameException when it is not JSON ({@link ErrorCode#PARSE_ERROR}), not a
   *     request ({@link ErrorCode#INVALID_REQUEST}), or has other params than an object ({@link
   *     ErrorCode#INVALID_PARAMS})
   */
  static Request scan(byte[] frame) throws InvalidFrameException {
    FrameScanner scanner = new FrameScanner(frame);
    try (JsonParser parser = JSON.createParser(frame)) {
      scanner.read(parser.nextToken(), parser);
      end(parser);
    } catch (IOException notJson) {
      throw notJson();
    }
    return scanner.request();
  }

  /**
   * The requests of a batch in their order, at least one.
   *
   * @param frame UTF-8
   * @param most how many there may be
   * @throws InvalidFrameException when none of them can be answered on its own: it is not JSON, has
   *     none or too many
   */
  static List<Call> scanBatch(byte[] frame, int most) throws InvalidFrameException {
    List<FrameScanner> elements = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(frame)) {
      parser.nextToken();
      for (JsonToken start; (start = parser.nextToken()) != JsonToken.END_ARRAY; ) {
        if (elements.size() == most) {
          throw new InvalidFrameException(
              ErrorCode.INVALID_REQUEST, null, "a batch may have at most " + most + " requests");
        }
        FrameScanner element = new FrameScanner(frame);
        element.read(start, parser);
        elements.add(element);
      }
      end(parser);
    } catch (IOException notJson) {
      throw notJson();
    }
    if (elements.isEmpty()) {
      throw new InvalidFrameException(ErrorCode.INVALID_REQUEST, null, "the batch is empty");
    }
    return elements.stream().map(FrameScanner::call).toList();
  }

  private static InvalidFrameException notJson() {
    return new InvalidFrameException(
        ErrorCode.PARSE_ERROR, null, "the frame is not JSON, or nested too deeply");
  }

  private static void end(JsonParser parser) throws IOException, InvalidFrameException {
    if (parser.nextToken() != null) {
      throw new InvalidFrameException(
          ErrorCode.PARSE_ERROR, null, "the frame is not one JSON value");
    }
  }

  /**
   * @param start the first token of what may be a request; null at the end of the frame
   */
  private void read(JsonToken start, JsonParser parser) throws IOException, InvalidFrameException {
    if (start == null) {
      throw notJson();
    }
    isObject = start == JsonToken.START_OBJECT;
    if (isObject) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        readField(parser.currentName(), parser.nextToken(), parser);
      }
    } else {
      skip(parser);
    }
  }

  private void readField(String name, JsonToken value, JsonParser parser) throws IOException {
    switch (name) {
      case "id" -> readId(value, parser);
      case "jsonrpc" -> version = text(value, parser);
      case "method" -> method = text(value, parser);
      case "params" -> readParams(value, parser);
      default -> skip(parser);
    }
  }

  private void readId(JsonToken value, JsonParser parser) throws IOException {
    id = null;
    idProblem = null;
    if (value == JsonToken.VALUE_NULL) {
      idProblem = "id is missing";
    } else if (value == JsonToken.VALUE_STRING || value.isNumeric()) {
      if (parser.getTextLength() > MAX_ID_LENGTH) {
        idProblem = "id must have at most " + MAX_ID_LENGTH + " characters";
      } else {
        id =
            value == JsonToken.VALUE_STRING
                ? new String(slice(parser), StandardCharsets.UTF_8)
                : parser.getText();
      }
    } else {
      idProblem = "id must be a string or a number";
      skip(parser);
    }
  }

  private void readParams(JsonToken value, JsonParser parser) throws IOException {
    params = null;
    paramsAreObject = value == JsonToken.START_OBJECT || value == JsonToken.VALUE_NULL;
    if (value == JsonToken.START_OBJECT) {
      params = slice(parser);
    } else {
      skip(parser);
    }
  }

  private byte[] slice(JsonParser parser) throws IOException {
    int from = (int) parser.currentTokenLocation().getByteOffset();
    skip(parser);
    return Arrays.copyOfRange(frame, from, (int) parser.currentLocation().getByteOffset());
  }

  private static void skip(JsonParser parser) throws IOException {
    parser.skipChildren();
    parser.finishToken();
  }

  private static String text(JsonToken value, JsonParser parser) throws IOException {
    if (value == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    skip(parser);
    return null;
  }

  private Call call() {
    try {
      return new Call(request(), null);
    } catch (InvalidFrameException problem) {
      return new Call(null, problem);
    }
  }

  private Request request() throws InvalidFrameException {
    if (!isObject) {
      throw new InvalidFrameException(
          ErrorCode.INVALID_REQUEST, null, "a request must be an object");
    }
    if (idProblem != null) {
      throw invalid(idProblem);
    }
    if (!"2.0".equals(version)) {
      throw invalid("jsonrpc must be \"2.0\"");
    }
    if (method == null || method.isEmpty() || method.length() > MAX_METHOD_LENGTH) {
      throw invalid("method must be a text of 1 to " + MAX_METHOD_LENGTH + " characters");
    }
    if (!paramsAreObject) {
      throw new InvalidFrameException(ErrorCode.INVALID_PARAMS, id, "params must be an object");
    }
    return new Request(id, method, params);
  }

  private InvalidFrameException invalid(String problem) {
    return new InvalidFrameException(ErrorCode.INVALID_REQUEST, id, problem);
  }
}
