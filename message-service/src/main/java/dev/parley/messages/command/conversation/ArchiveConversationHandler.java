package dev.parley.messages.command.conversation;

import dev.parley.contracts.command.ArchiveConversation;
import dev.parley.contracts.command.CommandType;
import dev.parley.messages.conversation.Member;
import jakarta.inject.Singleton;

/** {@code conversation:archive}: out of the caller's list until the next message. */
@Singleton
public class ArchiveConversationHandler extends OwnSettingsHandler<ArchiveConversation> {

  public ArchiveConversationHandler() {
    super(CommandType.ARCHIVE_CONVERSATION, ArchiveConversation.class);
  }

  @Override
  Member with(ArchiveConversation archive, Member member, long lastSeq) {
    return member.withArchivedSeq(archive.archived() ? lastSeq : null);
  }
}
