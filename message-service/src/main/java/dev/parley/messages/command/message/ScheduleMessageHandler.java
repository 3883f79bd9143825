package dev.parley.messages.command.message;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.ScheduleMessage;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.reply.MessageScheduled;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.command.RuledHandler;
import dev.parley.messages.command.rule.Action;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.message.SendKey;
import dev.parley.messages.schedule.ScheduledMessage;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/** {@code message:schedule}: who may send now may schedule; whether then, is looked at then. */
@Singleton
public class ScheduleMessageHandler extends RuledHandler<ScheduleMessage> {

  private final ContentLimits limits;
  private final int maxScheduled;
  private final Duration maxAhead;

  public ScheduleMessageHandler(MessageServiceSettings settings) {
    super(CommandType.SCHEDULE_MESSAGE, ScheduleMessage.class, Action.SEND);
    this.limits = new ContentLimits(settings.limits());
    this.maxScheduled = settings.limits().scheduled();
    this.maxAhead = settings.limits().scheduledAhead();
  }

  @Override
  public SendKey scheduleOf(ScheduleMessage schedule, Envelope envelope) {
    return new SendKey(schedule.conversationId(), envelope.user(), schedule.clientMessageId());
  }

  @Override
  protected boolean isRepeatable() {
    return true;
  }

  @Override
  protected Outcome carryOut(
      Command<ScheduleMessage> command, ConversationState conversation, Plan plan) {
    ScheduledMessage before = plan.scheduled(command.schedule());
    if (before != null) {
      return Outcome.answered(answer(before));
    }
    ScheduleMessage wanted = command.payload();
    Outcome refusal = refusal(command, conversation, plan);
    if (refusal != null) {
      return refusal;
    }
    ScheduledMessage message =
        ScheduledMessage.of(
            command.schedule(),
            wanted.content(),
            wanted.replyToSeq(),
            wanted.mentions(),
            wanted.due());
    plan.schedule(message);
    return Outcome.answered(answer(message));
  }

  private Outcome refusal(
      Command<ScheduleMessage> command, ConversationState conversation, Plan plan) {
    ScheduleMessage wanted = command.payload();
    Instant due = wanted.due();
    if (!due.isAfter(plan.now())) {
      return Outcome.refused(ErrorCode.INVALID_PARAMS, "sendAt must be in the future");
    }
    if (due.isAfter(plan.now().plus(maxAhead))) {
      return Outcome.refused(
          ErrorCode.LIMIT_EXCEEDED, "sendAt is at most " + maxAhead.toDays() + " days ahead");
    }
    if (plan.scheduledCount(command.schedule()) >= maxScheduled) {
      return Outcome.refused(
          ErrorCode.LIMIT_EXCEEDED,
          "a member has at most " + maxScheduled + " messages scheduled in a conversation");
    }
    return limits.refusal(wanted.content(), wanted.mentions(), conversation);
  }

  private static MessageScheduled answer(ScheduledMessage message) {
    return new MessageScheduled(
        message.conversationId(), message.clientMessageId(), message.sendAt());
  }
}
