package dev.parley.messages.command.position;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.event.EventType;
import dev.parley.messages.MessageServiceSettings;
import jakarta.inject.Singleton;

/** {@code typing:start}: the caller writes. */
@Singleton
public class StartTypingHandler extends TypingHandler {

  public StartTypingHandler(MessageServiceSettings settings) {
    super(CommandType.START_TYPING, EventType.TYPING_START, VALID_SECONDS, settings.limits());
  }
}
