package dev.parley.messages.command.position;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.ReadMessages;
import dev.parley.contracts.event.EventType;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.conversation.Position;
import jakarta.inject.Singleton;

/** {@code message:read}: the caller has read up to a message, which is so delivered, too. */
@Singleton
public class ReadMessagesHandler extends PositionHandler<ReadMessages> {

  public ReadMessagesHandler(MessageServiceSettings settings) {
    super(CommandType.READ_MESSAGES, ReadMessages.class, EventType.READ_RECEIPT, settings.limits());
  }

  @Override
  long seq(ReadMessages payload) {
    return payload.seq();
  }

  @Override
  long of(Position position) {
    return position.readSeq();
  }

  @Override
  Position at(long seq) {
    return Position.read(seq);
  }
}
