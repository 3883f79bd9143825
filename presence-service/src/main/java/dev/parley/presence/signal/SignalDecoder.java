package dev.parley.presence.signal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.MalformedException;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.key.Partitions;
import dev.parley.contracts.presence.PresenceMethod;
import dev.parley.contracts.presence.SetPresence;
import dev.parley.contracts.reply.ErrorReply;
import dev.parley.contracts.signal.NodeGone;
import dev.parley.contracts.signal.SignalType;
import dev.parley.contracts.signal.UserConnections;
import dev.parley.contracts.signal.UsersDue;
import dev.parley.presence.PresenceSettings;
import dev.parley.presence.signal.Signal.Entry;
import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Turns the entries of the signal streams into signals, by their type. Thread-safe. */
@Singleton
final class SignalDecoder {

  private final ObjectReader connections;
  private final ObjectReader nodeGone;
  private final ObjectReader usersDue;
  private final ObjectReader setPresence;

  private final int partitions;

  @Inject
  SignalDecoder(ObjectMapper json, PresenceSettings settings) {
    this(json, settings.partitions());
  }

  SignalDecoder(ObjectMapper json, int partitions) {
    this.partitions = partitions;
    connections = json.readerFor(UserConnections.class);
    nodeGone = json.readerFor(NodeGone.class);
    usersDue = json.readerFor(UsersDue.class);
    setPresence = json.readerFor(SetPresence.class);
  }

  /**
   * Reads an entry.
   *
   * @param index its place in the batch
   * @return one signal for each user that it is about
   * @throws MalformedException when it is not a signal, and there is nobody to answer
   */
  List<Signal> decode(byte[] payload, int index, IncomingRedisStreamMetadata metadata) {
    Envelope envelope = EnvelopeCodec.decode(payload);
    Entry entry = new Entry(index, envelope, metadata.redelivered(), metadata.timestamp());
    try {
      return decode(entry);
    } catch (MalformedException poison) {
      return List.of(refused(entry, ErrorCode.INVALID_PARAMS, poison));
    } catch (InvalidFieldException wrong) {
      return List.of(
          new Signal.Refused(entry, ErrorReply.of(ErrorCode.INVALID_PARAMS, wrong.getMessage())));
    }
  }

  private List<Signal> decode(Entry entry) {
    if (!entry.user().equals(entry.envelope().user())) {
      throw stranger();
    }
    return switch (entry.envelope().type()) {
      case SignalType.CONNECTIONS ->
          List.of(
              new Signal.Connections(entry, checked((UserConnections) read(entry, connections))));
      case SignalType.NODE_GONE -> gone(entry, (NodeGone) read(entry, nodeGone));
      case SignalType.DUE ->
          each(
              entry,
              ((UsersDue) read(entry, usersDue)).users(),
              user -> new Signal.Due(entry, user));
      case PresenceMethod.SET ->
          List.of(new Signal.Choice(entry, ((SetPresence) read(entry, setPresence)).check()));
      default ->
          List.of(
              refused(
                  entry,
                  ErrorCode.METHOD_NOT_FOUND,
                  new MalformedException("no signal " + entry.envelope().type())));
    };
  }

  private List<Signal> gone(Entry entry, NodeGone payload) {
    if (payload.node() == null) {
      throw new MalformedException("a dead node without a name");
    }
    return each(entry, payload.users(), user -> new Signal.Gone(entry, user, payload));
  }

  /** A signal for each of the users, who must be of the entry's partition. */
  private List<Signal> each(Entry entry, List<String> users, Function<String, Signal> signal) {
    if (users == null || users.isEmpty() || users.size() > SignalType.MAX_USERS) {
      throw new MalformedException("no users, or too many");
    }
    int partition = Partitions.of(entry.user(), partitions);
    List<Signal> signals = new ArrayList<>(users.size());
    for (String user : users) {
      if (user == null || Partitions.of(user, partitions) != partition) {
        throw stranger();
      }
      signals.add(signal.apply(user));
    }
    return signals;
  }

  private static Signal refused(Entry entry, ErrorCode code, MalformedException cause) {
    if (entry.replyTo() == null) {
      throw cause;
    }
    return new Signal.Refused(entry, ErrorReply.of(code, cause.getMessage()));
  }

  private static Object read(Entry entry, ObjectReader reader) {
    try {
      return reader.readValue(entry.envelope().payload().utf8());
    } catch (IOException notThatRecord) {
      // Jackson's message may quote what people wrote.
      throw new MalformedException("params are not those of " + entry.envelope().type());
    }
  }

  private static UserConnections checked(UserConnections signal) {
    if (signal.node() == null || signal.connections() == null) {
      throw new MalformedException("connections without a node or a list");
    }
    for (UserConnections.Connection connection : signal.connections()) {
      if (connection == null || connection.session() == null) {
        throw new MalformedException("a connection without a session");
      }
    }
    return signal;
  }

  /** A user that has another partition would have a second writer. */
  private static MalformedException stranger() {
    return new MalformedException("a user of another key");
  }
}
