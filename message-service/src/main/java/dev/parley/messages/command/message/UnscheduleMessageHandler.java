package dev.parley.messages.command.message;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.UnscheduleMessage;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.reply.MessageUnscheduled;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.CommandHandler;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.message.SendKey;
import jakarta.inject.Singleton;

/** {@code message:unschedule}: for whoever has scheduled it, a member or not any more. */
@Singleton
public class UnscheduleMessageHandler implements CommandHandler<UnscheduleMessage> {

  @Override
  public String type() {
    return CommandType.UNSCHEDULE_MESSAGE;
  }

  @Override
  public Class<UnscheduleMessage> payloadType() {
    return UnscheduleMessage.class;
  }

  @Override
  public String conversationOf(UnscheduleMessage unschedule, Envelope envelope) {
    return unschedule.check().conversationId();
  }

  @Override
  public SendKey scheduleOf(UnscheduleMessage unschedule, Envelope envelope) {
    return new SendKey(unschedule.conversationId(), envelope.user(), unschedule.clientMessageId());
  }

  @Override
  public Outcome decide(Command<UnscheduleMessage> command, Plan plan) {
    SendKey key = command.schedule();
    boolean there = plan.scheduled(key) != null;
    if (there) {
      plan.unschedule(key);
    }
    // What a crash has cut off was there.
    return Outcome.answered(
        new MessageUnscheduled(
            key.conversationId(), key.clientMessageId(), there || command.redelivered()));
  }
}
