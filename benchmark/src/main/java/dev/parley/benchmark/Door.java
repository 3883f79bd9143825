package dev.parley.benchmark;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One user's way into what is loaded: a wire protocol over one WebSocket connection. It writes what
 * the user wants and tells its guest what comes back; all on the connection's event loop.
 */
abstract class Door implements Connection.Listener {

  /** Who is told what the server says. */
  interface Guest {

    /** The session can be used. */
    void ready();

    /** The conversation asked for is there. */
    void created(String conversationId);

    /** A message was taken, as that one of its conversation. */
    void acknowledged(long message, long seq);

    /**
     * A request was refused.
     *
     * @param message the number of the message; 0 for a conversation
     */
    void refused(long message, String why);

    /** Another member's message. */
    void delivered(long sender, long message, long seq);

    /** The connection is gone; nothing is told after it. */
    void closed(String why);
  }

  private static final byte[] ERROR = Scan.pattern("\"error\":");
  private static final byte[] SEQ = Scan.pattern("\"seq\":");
  private static final byte[] CLIENT_MESSAGE_ID = Scan.pattern("\"clientMessageId\":\"");
  private static final byte[] CONVERSATION_ID = Scan.pattern("\"conversationId\":\"");
  private static final int MAX_SHOWN = 300;

  /** The request id of {@code conversation:create}; the sends count from 1. */
  static final long CREATE = 0;

  private final Guest guest;
  private final byte[] out = new byte[1024];
  private Connection connection;
  private SendFrame sendFrame;

  Door(Guest guest) {
    this.guest = guest;
  }

  /** A connection to be, for a channel to that server; once. */
  final Connection connect(URI server, String token) {
    connection = new Connection(upgrade(server, token), this);
    return connection;
  }

  /** Asks for a conversation with those users. */
  final void create(String type, List<String> others) {
    say(createFrame(type, "\"" + String.join("\",\"", others) + "\""));
  }

  /**
   * Says where the messages go.
   *
   * @param user the sender's number, the first part of the client's message ids
   */
  final void talkIn(int user, String conversationId) {
    sendFrame = sendFrame(user, conversationId);
  }

  /** Sends one message. */
  final void send(long message) {
    connection.send(out, sendFrame.write(out, message));
  }

  /** Ends the connection, if there is one; nothing is told of it. */
  final void close() {
    if (connection != null) {
      connection.close();
    }
  }

  @Override
  public final void closed(String why) {
    guest.closed(why);
  }

  /** The HTTP request that asks for the upgrade. */
  abstract String upgrade(URI server, String token);

  /** The request for a conversation with those users, whose names are in quotes. */
  abstract String createFrame(String type, String others);

  abstract SendFrame sendFrame(int user, String conversationId);

  final void say(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    connection.send(bytes, bytes.length);
  }

  final void ready() {
    guest.ready();
  }

  /** The server ends the session. */
  final void refuse(String why) {
    connection.close();
    guest.closed(why);
  }

  /** The frame answers that request. */
  final void answer(long request, byte[] frame, int length) {
    if (Scan.after(frame, length, ERROR) >= 0) {
      guest.refused(request, shown(frame, length));
    } else if (request == CREATE) {
      guest.created(Scan.text(frame, length, Scan.after(frame, length, CONVERSATION_ID)));
    } else {
      guest.acknowledged(request, Scan.number(frame, length, Scan.after(frame, length, SEQ)));
    }
  }

  /** The frame is another member's message. */
  final void deliver(byte[] frame, int length) {
    long seq = Scan.number(frame, length, Scan.after(frame, length, SEQ));
    // The client's message id is <number of the user>-<number of the message>.
    int at = Scan.after(frame, length, CLIENT_MESSAGE_ID);
    long sender = Scan.number(frame, length, at);
    long message = Scan.number(frame, length, at + Long.toString(sender).length() + 1);
    guest.delivered(sender, message, seq);
  }

  static String shown(byte[] frame, int length) {
    return new String(frame, 0, Math.min(length, MAX_SHOWN), StandardCharsets.UTF_8);
  }

  /** What every WebSocket client asks, at that path; with further headers, each after CRLF. */
  static String upgrade(URI server, String path, String headers) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: "
        + server.getAuthority()
        + "\r\nUpgrade: websocket\r\nConnection: Upgrade"
        + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13"
        + headers
        + "\r\n\r\n";
  }
}
