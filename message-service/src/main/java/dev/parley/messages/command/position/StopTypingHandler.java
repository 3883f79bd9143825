package dev.parley.messages.command.position;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.event.EventType;
import dev.parley.messages.MessageServiceSettings;
import jakarta.inject.Singleton;

/** {@code typing:stop}: the caller no longer writes. */
@Singleton
public class StopTypingHandler extends TypingHandler {

  public StopTypingHandler(MessageServiceSettings settings) {
    super(CommandType.STOP_TYPING, EventType.TYPING_STOP, 0, settings.limits());
  }
}
