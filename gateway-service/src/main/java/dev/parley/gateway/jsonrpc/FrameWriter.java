package dev.parley.gateway.jsonrpc;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.gateway.session.Frame;
import dev.parley.gateway.session.WireProtocol;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes JSON-RPC 2.0: events as notifications (specification, section 4.1), answers as responses
 * (section 5). Pure functions, safe from any thread.
 */
final class FrameWriter implements WireProtocol {

  static final FrameWriter JSON_RPC = new FrameWriter();

  private static final byte[] END = {'}'};

  private FrameWriter() {}

  @Override
  public Frame event(String name, RawJson payload) {
    return Frame.of(
        around("{\"jsonrpc\":\"2.0\",\"method\":\"" + escape(name) + "\",\"params\":", payload),
        Frame.Kind.ofEvent(name));
  }

  /**
   * @param id the JSON text of the request's id
   */
  static Frame result(String id, RawJson result) {
    return Frame.of(
        around("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":", result), Frame.Kind.REPLY);
  }

  private static byte[] around(String begin, RawJson value) {
    byte[] first = begin.getBytes(StandardCharsets.UTF_8);
    byte[] frame = Arrays.copyOf(first, first.length + value.length() + END.length);
    System.arraycopy(value.utf8(), 0, frame, first.length, value.length());
    System.arraycopy(END, 0, frame, first.length + value.length(), END.length);
    return frame;
  }

  /**
   * @param id the JSON text of the request's id; null when it is not known
   */
  static Frame error(String id, ErrorCode code, String message) {
    return error(id, code, message, "");
  }

  /**
   * The answer to a request that is one too many.
   *
   * @param id the JSON text of the request's id; null when it is not known
   */
  static Frame limited(String id, long retryAfterMillis) {
    return error(
        id,
        ErrorCode.RATE_LIMITED,
        "too many requests in a short time",
        ",\"retryAfterMs\":" + retryAfterMillis);
  }

  private static Frame error(String id, ErrorCode code, String message, String furtherData) {
    String text =
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + id
            + ",\"error\":{\"code\":"
            + code.number()
            + ",\"message\":\""
            + escape(message)
            + "\",\"data\":{\"code\":\""
            + code.code()
            + "\",\"retryable\":"
            + code.retryable()
            + furtherData
            + "}}}";
    return Frame.of(text, Frame.Kind.REPLY);
  }

  private static String escape(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }
}
