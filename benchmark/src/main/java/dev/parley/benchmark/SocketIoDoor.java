package dev.parley.benchmark;

import java.net.URI;

/**
 * The peer's {@code /socket.io/}: Socket.IO v5 on Engine.IO v4, WebSocket only; packets are text, a
 * digit each for both protocols first (<a
 * href="https://socket.io/docs/v4/socket-io-protocol/">Socket.IO</a>, <a
 * href="https://socket.io/docs/v4/engine-io-protocol/">Engine.IO</a>). The token goes into the
 * connect packet's payload.
 */
final class SocketIoDoor extends Door {

  private static final byte[] MESSAGE_NEW = Scan.pattern("[\"message:new\"");
  private static final byte[] READY = Scan.pattern("[\"ready\"");

  private String token;

  SocketIoDoor(Guest guest) {
    super(guest);
  }

  @Override
  String upgrade(URI server, String userToken) {
    token = userToken;
    return upgrade(server, "/socket.io/?EIO=4&transport=websocket", "");
  }

  @Override
  String createFrame(String type, String others) {
    return "42%d[\"conversation:create\",{\"type\":\"%s\",\"memberIds\":[%s]}]"
        .formatted(CREATE, type, others);
  }

  @Override
  SendFrame sendFrame(int user, String conversationId) {
    return new SendFrame("42", "[\"message:send\",", user, conversationId, "]");
  }

  @Override
  public void text(byte[] frame, int length) {
    switch (frame[0]) {
      case '0' -> say("40{\"token\":\"" + token + "\"}");
      case '2' -> say("3");
      case '4' -> packet(frame, length);
      default -> refuse("an Engine.IO packet that is not expected: " + shown(frame, length));
    }
  }

  private void packet(byte[] frame, int length) {
    switch (frame[1]) {
      case '0' -> {} // Connected; the rooms are joined when the event "ready" comes.
      case '2' -> event(frame, length);
      case '3' -> answer(Scan.number(frame, length, 2), frame, length);
      default -> refuse("refused: " + shown(frame, length));
    }
  }

  private void event(byte[] frame, int length) {
    if (Scan.startsWith(frame, length, 2, MESSAGE_NEW)) {
      deliver(frame, length);
    } else if (Scan.startsWith(frame, length, 2, READY)) {
      ready();
    }
  }
}
