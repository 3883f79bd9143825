package dev.parley.gateway.jsonrpc;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.gateway.session.Frame;
import dev.parley.gateway.session.WireProtocol;

/**
 * Writes JSON-RPC 2.0: events as notifications (specification, section 4.1), answers as responses
 * (section 5). Pure functions, safe from any thread.
 */
final class FrameWriter implements WireProtocol {

  static final FrameWriter JSON_RPC = new FrameWriter();

  /** What a frame has besides what comes from outside, about. */
  private static final int AROUND = 64;

  private FrameWriter() {}

  @Override
  public Frame event(String name, RawJson payload) {
    String text =
        "{\"jsonrpc\":\"2.0\",\"method\":\""
            + escape(name)
            + "\",\"params\":"
            + payload.text()
            + "}";
    return new Frame(text, payload.length() + AROUND, Frame.Kind.ofEvent(name));
  }

  /**
   * @param id the JSON text of the request's id
   */
  static Frame result(String id, RawJson result) {
    String text = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result.text() + "}";
    return new Frame(text, result.length() + AROUND, Frame.Kind.REPLY);
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
    return new Frame(text, text.length(), Frame.Kind.REPLY);
  }

  private static String escape(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }
}
