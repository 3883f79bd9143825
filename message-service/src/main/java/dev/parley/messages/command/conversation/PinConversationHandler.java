package dev.parley.messages.command.conversation;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.PinConversation;
import dev.parley.messages.conversation.Member;
import jakarta.inject.Singleton;

/** {@code conversation:pin}: before the others in the caller's list. */
@Singleton
public class PinConversationHandler extends OwnSettingsHandler<PinConversation> {

  public PinConversationHandler() {
    super(CommandType.PIN_CONVERSATION, PinConversation.class);
  }

  @Override
  Member with(PinConversation pin, Member member, long lastSeq) {
    return member.withPinned(pin.pinned());
  }
}
