package dev.parley.messages.uplink;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.MalformedException;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Command.Origin;
import dev.parley.messages.command.CommandHandler;
import dev.parley.messages.command.Outcome;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns the entries of the command streams into commands, by their type. Thread-safe. */
@ApplicationScoped
public class CommandDecoder {

  private record Dispatch<C>(CommandHandler<C> handler, ObjectReader reader) {}

  private final Map<String, Dispatch<?>> byType = new HashMap<>();

  @Inject
  CommandDecoder(@All List<CommandHandler<?>> handlers, ObjectMapper json) {
    this((Collection<CommandHandler<?>>) handlers, json);
  }

  CommandDecoder(Collection<CommandHandler<?>> handlers, ObjectMapper json) {
    for (CommandHandler<?> handler : handlers) {
      byType.put(handler.type(), new Dispatch<>(handler, json.readerFor(handler.payloadType())));
    }
  }

  /**
   * Reads an entry. What its sender has to be told about, such as a field out of bounds, comes as a
   * command that is decided already.
   *
   * @param origin where it comes from
   * @throws MalformedException when it is not an envelope, so that there is nobody to answer
   */
  Command<?> decode(byte[] entry, Origin origin) {
    Envelope envelope = EnvelopeCodec.decode(entry);
    Dispatch<?> dispatch = byType.get(envelope.type());
    if (dispatch == null) {
      MalformedException cause = new MalformedException("a command of an unknown type");
      return Command.decided(
          origin,
          envelope,
          Outcome.faulty(ErrorCode.METHOD_NOT_FOUND, "no command " + envelope.type(), cause));
    }
    try {
      return command(origin, envelope, dispatch);
    } catch (InvalidFieldException refused) {
      return Command.decided(
          origin, envelope, Outcome.refused(ErrorCode.INVALID_PARAMS, refused.getMessage()));
    } catch (RuntimeException bug) {
      return Command.decided(origin, envelope, Outcome.faulty(bug));
    }
  }

  private static <C> Command<C> command(Origin origin, Envelope envelope, Dispatch<C> dispatch) {
    C payload = read(envelope, dispatch.reader());
    Command<C> command = Command.of(origin, envelope, payload, dispatch.handler());
    if (!envelope.key().equals(command.conversationId())) {
      // In the partition of another key it would have a second writer.
      throw new MalformedException("the envelope's key is not the conversation");
    }
    return command;
  }

  private static <C> C read(Envelope envelope, ObjectReader reader) {
    try {
      return reader.readValue(envelope.payload().utf8());
    } catch (IOException notThatRecord) {
      // Jackson's message may quote what people wrote.
      throw new InvalidFieldException("params", "are not those of " + envelope.type());
    }
  }
}
