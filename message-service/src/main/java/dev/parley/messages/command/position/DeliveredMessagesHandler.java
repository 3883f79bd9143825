package dev.parley.messages.command.position;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.DeliveredMessages;
import dev.parley.contracts.event.EventType;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.conversation.Position;
import jakarta.inject.Singleton;

/** {@code message:delivered}: a device of the caller has everything up to a message. */
@Singleton
public class DeliveredMessagesHandler extends PositionHandler<DeliveredMessages> {

  public DeliveredMessagesHandler(MessageServiceSettings settings) {
    super(
        CommandType.DELIVERED_MESSAGES,
        DeliveredMessages.class,
        EventType.DELIVERED_RECEIPT,
        settings.limits());
  }

  @Override
  long seq(DeliveredMessages payload) {
    return payload.seq();
  }

  @Override
  long of(Position position) {
    return position.deliveredSeq();
  }

  @Override
  Position at(long seq) {
    return new Position(0, seq);
  }
}
