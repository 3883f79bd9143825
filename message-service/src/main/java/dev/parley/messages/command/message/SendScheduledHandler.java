package dev.parley.messages.command.message;

import dev.parley.contracts.command.SendMessage;
import dev.parley.contracts.command.SendScheduled;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.event.MessageUnsent;
import dev.parley.contracts.reply.ErrorReply;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.command.Announcement;
import dev.parley.messages.command.Audience;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.CommandHandler;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.message.SendKey;
import dev.parley.messages.schedule.ScheduledMessage;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * {@code message:send-scheduled}: sends what is still scheduled, by the rules of now. What they
 * refuse is scheduled no more, and its sender is told. Comes as often as it takes.
 */
@Singleton
public class SendScheduledHandler implements CommandHandler<SendScheduled> {

  private final SendMessageHandler sends;

  public SendScheduledHandler(MessageServiceSettings settings) {
    this.sends = new SendMessageHandler(settings);
  }

  @Override
  public String type() {
    return SendScheduled.TYPE;
  }

  @Override
  public Class<SendScheduled> payloadType() {
    return SendScheduled.class;
  }

  @Override
  public String conversationOf(SendScheduled due, Envelope envelope) {
    return due.check().conversationId();
  }

  @Override
  public SendKey sendKeyOf(SendScheduled due, Envelope envelope) {
    return scheduleOf(due, envelope);
  }

  @Override
  public SendKey scheduleOf(SendScheduled due, Envelope envelope) {
    return new SendKey(due.conversationId(), envelope.user(), due.clientMessageId());
  }

  @Override
  public Outcome decide(Command<SendScheduled> command, Plan plan) {
    ScheduledMessage message = plan.scheduled(command.schedule());
    if (message == null) {
      return sentBefore(command, plan);
    }
    plan.unschedule(command.schedule());
    Outcome sent = sends.decide(command.as(message.send()), plan);
    return sent.error() ? unsent(command, sent, plan) : sent;
  }

  /** A crash may have come between storing and telling: then nobody else will tell. */
  private Outcome sentBefore(Command<SendScheduled> command, Plan plan) {
    SendScheduled due = command.payload();
    return plan.lookedUp(command.sendKey()) == null
        ? Outcome.refused(ErrorCode.NOT_FOUND, "it is not scheduled")
        : sends.decide(
            command.as(new SendMessage(due.conversationId(), due.clientMessageId(), null)), plan);
  }

  private static Outcome unsent(Command<SendScheduled> command, Outcome refused, Plan plan) {
    ErrorReply why = (ErrorReply) refused.reply();
    SendKey key = command.schedule();
    return new Outcome(
        refused.reply(),
        true,
        List.of(
            new Announcement(
                EventType.MESSAGE_UNSENT,
                command.envelope().id(),
                key.conversationId(),
                Audience.of(List.of(key.senderId())),
                plan.now(),
                new MessageUnsent(
                    key.conversationId(),
                    key.clientMessageId(),
                    why.code(),
                    why.message(),
                    plan.now()),
                false,
                false,
                null)),
        refused.fault());
  }
}
