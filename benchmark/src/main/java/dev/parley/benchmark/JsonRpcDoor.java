package dev.parley.benchmark;

import java.net.URI;

/** Parley's {@code /ws}: JSON-RPC 2.0, the token in a header. */
final class JsonRpcDoor extends Door {

  private static final byte[] METHOD = Scan.pattern("\"method\":\"");
  private static final byte[] ID = Scan.pattern("\"id\":");
  private static final byte[] MESSAGE_NEW = Scan.pattern("message:new\"");
  private static final byte[] READY = Scan.pattern("ready\"");

  JsonRpcDoor(Guest guest) {
    super(guest);
  }

  @Override
  String upgrade(URI server, String token) {
    return upgrade(server, "/ws", "\r\nAuthorization: Bearer " + token);
  }

  @Override
  String createFrame(String type, String others) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"conversation:create\",\"params\":{\"type\":\"%s\",\"memberIds\":[%s]}}"
        .formatted(CREATE, type, others);
  }

  @Override
  SendFrame sendFrame(int user, String conversationId) {
    return new SendFrame(
        "{\"jsonrpc\":\"2.0\",\"id\":",
        ",\"method\":\"message:send\",\"params\":",
        user,
        conversationId,
        "}");
  }

  @Override
  public void text(byte[] frame, int length) {
    int method = Scan.after(frame, Math.min(length, 64), METHOD);
    if (method < 0) {
      answer(Scan.number(frame, length, Scan.after(frame, length, ID)), frame, length);
    } else if (Scan.startsWith(frame, length, method, MESSAGE_NEW)) {
      deliver(frame, length);
    } else if (Scan.startsWith(frame, length, method, READY)) {
      ready();
    }
  }
}
