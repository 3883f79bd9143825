package dev.parley.gateway.jsonrpc;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.gateway.session.Answer;
import dev.parley.gateway.session.Transport;

/**
 * The response to one request.
 *
 * @param id the JSON text of the request's id; null when it is not known
 */
record JsonRpcAnswer(Transport transport, String id) implements Answer {

  @Override
  public void result(RawJson result) {
    transport.write(FrameWriter.result(id, result));
  }

  @Override
  public void error(ErrorCode code, String message) {
    transport.write(FrameWriter.error(id, code, message));
  }

  @Override
  public void limited(long retryAfterMillis) {
    transport.write(FrameWriter.limited(id, retryAfterMillis));
  }
}
