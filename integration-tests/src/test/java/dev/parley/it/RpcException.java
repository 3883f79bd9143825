package dev.parley.it;

import com.fasterxml.jackson.databind.JsonNode;

/** A JSON-RPC error that a client got. */
final class RpcException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final boolean retryable;

  RpcException(JsonNode error) {
    super(error.toString());
    this.code = error.path("data").path("code").asText();
    this.retryable = error.path("data").path("retryable").asBoolean();
  }

  String code() {
    return code;
  }

  boolean isRetryable() {
    return retryable;
  }
}
