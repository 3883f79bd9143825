package dev.parley.messages.command.conversation;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.MuteConversation;
import dev.parley.messages.conversation.Member;
import jakarta.inject.Singleton;

/** {@code conversation:mute}: no notifications for the caller. */
@Singleton
public class MuteConversationHandler extends OwnSettingsHandler<MuteConversation> {

  public MuteConversationHandler() {
    super(CommandType.MUTE_CONVERSATION, MuteConversation.class);
  }

  @Override
  Member with(MuteConversation mute, Member member, long lastSeq) {
    return member.withMuted(mute.muted());
  }
}
