package dev.parley.benchmark;

import java.net.URI;
import java.util.List;
import java.util.function.Function;

/**
 * One member of a conversation: sends into it, and checks what comes back and what the others send.
 * Everything happens on one event loop.
 */
final class User implements Door.Guest {

  /** Who is told what a user can do next. */
  interface Observer {

    /** The session is ready. */
    void ready(User user);

    /** The conversation that the user asked for is there. */
    void created(User user, String conversationId);

    /** One send was answered, or refused. */
    void answered(User user);

    /** The connection is gone. */
    void gone(User user);
  }

  final int number;
  final String id;
  final SequenceCheck check = new SequenceCheck();
  final Flight flight = new Flight();
  private final Door door;
  private final Tally tally;
  private final Observer observer;
  private List<User> room;

  /**
   * One user to be.
   *
   * @param door how it speaks
   */
  User(int number, String id, Function<Door.Guest, Door> door, Tally tally, Observer observer) {
    this.number = number;
    this.id = id;
    this.door = door.apply(this);
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

  /** Whether it is this one of the room who asks for the conversation. */
  boolean isFirst() {
    return room.get(0) == this;
  }

  /** A connection to be, for a channel to that server; once. */
  Connection connect(URI server, String token) {
    return door.connect(server, token);
  }

  /** Asks for the conversation with the others; answered through the observer. */
  void create(String type) {
    door.create(type, room.stream().filter(user -> user != this).map(user -> user.id).toList());
  }

  /** Says where this user's messages go. */
  void talkIn(String conversationId) {
    door.talkIn(number, conversationId);
  }

  /**
   * Sends one message.
   *
   * @param meantAtNanos since when its latency counts
   */
  void send(long meantAtNanos) {
    door.send(flight.send(meantAtNanos));
  }

  void close() {
    door.close();
  }

  @Override
  public void ready() {
    observer.ready(this);
  }

  @Override
  public void created(String conversationId) {
    observer.created(this, conversationId);
  }

  @Override
  public void acknowledged(long message, long seq) {
    if (!flight.acknowledge(message, seq)) {
      disagree(number, message, seq);
    }
    check.saw(seq);
    tally.acknowledged(flight.age(message));
    observer.answered(this);
  }

  @Override
  public void refused(long message, String why) {
    tally.errors++;
    tally.problem(id + ": " + why);
    flight.refuse(message);
    observer.answered(this);
  }

  @Override
  public void delivered(long sender, long message, long seq) {
    int place = (int) sender - room.get(0).number;
    User from = place >= 0 && place < room.size() ? room.get(place) : this;
    if (from == this || !from.flight.deliver(message, seq)) {
      disagree(sender, message, seq);
    }
    check.saw(seq);
    tally.delivered(from.flight.age(message));
  }

  @Override
  public void closed(String why) {
    tally.disconnects++;
    tally.problem(id + ": " + why);
    observer.gone(this);
  }

  private void disagree(long sender, long message, long seq) {
    tally.disagreements++;
    tally.problem(
        "%s got message %d of user %d as seq %d, which does not fit what was sent or told before"
            .formatted(id, message, sender, seq));
  }
}
