package dev.parley.contracts.envelope;

import java.util.Objects;

/**
 * Where the one reply to a command goes.
 *
 * @param node the gateway process whose inbox takes the reply
 * @param session the client connection in that process
 * @param request number of the request within the session; chosen by the gateway
 */
public record ReplyTo(String node, String session, long request) {

  public ReplyTo {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(session, "session");
  }
}
