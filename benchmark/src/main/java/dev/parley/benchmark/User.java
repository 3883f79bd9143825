package dev.parley.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One member of a conversation: sends into it, and checks what comes back and what the others send.
 * Everything happens on one event loop.
 */
final class User implements Connection.Listener {

  /** Who is told what a user can do next. */
  interface Observer {

    /** The session is ready. */
    void ready(User user);

    /** The user's {@code conversation:create} was answered. */
    void created(User user, String conversationId);

    /** One send was answered, or refused. */
    void answered(User user);

    /** The connection is gone. */
    void gone(User user);
  }

  private static final byte[] METHOD = Scan.pattern("\"method\":\"");
  private static final byte[] ID = Scan.pattern("\"id\":");
  private static final byte[] ERROR = Scan.pattern("\"error\":");
  private static final byte[] SEQ = Scan.pattern("\"seq\":");
  private static final byte[] CLIENT_MESSAGE_ID = Scan.pattern("\"clientMessageId\":\"");
  private static final byte[] CONVERSATION_ID = Scan.pattern("\"conversationId\":\"");
  private static final byte[] MESSAGE_NEW = Scan.pattern("message:new\"");
  private static final byte[] READY = Scan.pattern("ready\"");
  private static final int MAX_SHOWN = 300;

  /** The request id of {@code conversation:create}; the sends count from 1. */
  private static final long CREATE = 0;

  final int number;
  final String id;
  final SequenceCheck check = new SequenceCheck();
  final Flight flight = new Flight();
  private final Tally tally;
  private final Observer observer;
  private final byte[] out = new byte[1024];
  private List<User> room;
  private Connection connection;
  private SendFrame sendFrame;

  User(int number, String id, Tally tally, Observer observer) {
    this.number = number;
    this.id = id;
    this.tally = tally;
    this.observer = observer;
  }

  /** Who shares the conversation, this user included, in the order of their numbers. */
  void meet(List<User> members) {
    room = members;
  }

  List<User> room() {
    return room;
  }

  void use(Connection established) {
    connection = established;
  }

  /** Asks for the conversation with the others; answered through the observer. */
  void create(String type) {
    String others =
        room.stream()
            .filter(user -> user != this)
            .map(user -> "\"" + user.id + "\"")
            .collect(Collectors.joining(","));
    String request =
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"conversation:create\",\"params\":{\"type\":\"%s\",\"memberIds\":[%s]}}"
            .formatted(CREATE, type, others);
    byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
    connection.send(bytes, bytes.length);
  }

  /** Says where this user's messages go. */
  void talkIn(String conversationId) {
    sendFrame = new SendFrame(number, conversationId);
  }

  /**
   * Sends one message.
   *
   * @param meantAtNanos since when its latency counts
   */
  void send(long meantAtNanos) {
    long message = flight.send(meantAtNanos);
    connection.send(out, sendFrame.write(out, message));
  }

  void close() {
    connection.close();
  }

  @Override
  public void text(byte[] frame, int length) {
    int method = Scan.after(frame, Math.min(length, 64), METHOD);
    if (method < 0) {
      reply(frame, length);
    } else if (startsWith(frame, length, method, MESSAGE_NEW)) {
      delivery(frame, length);
    } else if (startsWith(frame, length, method, READY)) {
      observer.ready(this);
    }
  }

  @Override
  public void closed(String why) {
    tally.disconnects++;
    tally.problem(id + ": " + why);
    observer.gone(this);
  }

  private void reply(byte[] frame, int length) {
    long request = Scan.number(frame, length, Scan.after(frame, length, ID));
    if (Scan.after(frame, length, ERROR) >= 0) {
      tally.errors++;
      tally.problem(id + ": " + shown(frame, length));
      flight.refuse(request);
      observer.answered(this);
    } else if (request == CREATE) {
      int at = Scan.after(frame, length, CONVERSATION_ID);
      observer.created(this, Scan.text(frame, length, at));
    } else {
      long seq = Scan.number(frame, length, Scan.after(frame, length, SEQ));
      if (!flight.acknowledge(request, seq)) {
        disagree(frame, length);
      }
      check.saw(seq);
      tally.acknowledged(flight.age(request));
      observer.answered(this);
    }
  }

  private void delivery(byte[] frame, int length) {
    long seq = Scan.number(frame, length, Scan.after(frame, length, SEQ));
    int at = Scan.after(frame, length, CLIENT_MESSAGE_ID);
    long sender = Scan.number(frame, length, at);
    // The client's message id is <number of the user>-<number of the message>.
    long message = Scan.number(frame, length, at + Long.toString(sender).length() + 1);
    int place = (int) sender - room.get(0).number;
    User from = place >= 0 && place < room.size() ? room.get(place) : this;
    if (from == this || !from.flight.deliver(message, seq)) {
      disagree(frame, length);
    }
    check.saw(seq);
    tally.delivered(from.flight.age(message));
  }

  private void disagree(byte[] frame, int length) {
    tally.disagreements++;
    tally.problem(id + " got what nobody sent: " + shown(frame, length));
  }

  private static String shown(byte[] frame, int length) {
    return new String(frame, 0, Math.min(length, MAX_SHOWN), StandardCharsets.UTF_8);
  }

  private static boolean startsWith(byte[] frame, int length, int at, byte[] name) {
    if (at + name.length > length) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if (frame[at + i] != name[i]) {
        return false;
      }
    }
    return true;
  }
}
