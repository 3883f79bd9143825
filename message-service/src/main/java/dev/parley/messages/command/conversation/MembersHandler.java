package dev.parley.messages.command.conversation;

import dev.parley.contracts.command.ConversationCommand;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.messages.command.RuledHandler;
import dev.parley.messages.command.rule.Action;
import dev.parley.messages.message.SendKey;

/** What changes who is there leaves a note in the conversation. */
abstract class MembersHandler<C extends ConversationCommand> extends RuledHandler<C> {

  MembersHandler(String type, Class<C> payloadType, Action action) {
    super(type, payloadType, action);
  }

  @Override
  public SendKey sendKeyOf(C payload, Envelope envelope) {
    return Updates.noteKey(payload.conversationId(), envelope.user(), envelope.id());
  }
}
