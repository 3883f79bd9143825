package dev.parley.messages.command.position;

import dev.parley.contracts.command.ConversationCommand;
import dev.parley.contracts.event.Receipt;
import dev.parley.contracts.reply.PositionReached;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.command.Announcement;
import dev.parley.messages.command.Audience;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.command.RuledHandler;
import dev.parley.messages.command.rule.Action;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.conversation.Position;
import java.util.List;

/**
 * Takes note of how far a member is. The position is stored behind; of several in one batch only
 * the last is told, and in conversations up to {@code parley.limits.receipt-members}.
 */
abstract class PositionHandler<C extends ConversationCommand> extends RuledHandler<C> {

  private final String event;
  private final int mostMembers;

  PositionHandler(
      String type, Class<C> payloadType, String event, MessageServiceSettings.Limits limits) {
    super(type, payloadType, Action.READ);
    this.event = event;
    this.mostMembers = limits.receiptMembers();
  }

  /** What the command says, at most the last message. */
  abstract long seq(C payload);

  /** The one of both that this is about. */
  abstract long of(Position position);

  /** The position that goes with it. */
  abstract Position at(long seq);

  @Override
  protected boolean isRepeatable() {
    return true;
  }

  @Override
  protected Outcome carryOut(Command<C> command, ConversationState conversation, Plan plan) {
    String user = command.user();
    long lastSeq = plan.lastSeq(conversation);
    long seq = Math.min(seq(command.payload()), lastSeq);
    boolean further = seq > of(plan.position(conversation, user));
    if (further) {
      plan.reach(conversation, user, at(seq));
    }
    Position now = plan.position(conversation, user);
    PositionReached reply =
        new PositionReached(
            conversation.id(), of(now), conversation.details().unread(lastSeq, now.readSeq()));
    return further || command.redelivered() && seq == of(now)
        ? Outcome.announced(reply, told(command, conversation, of(now), plan))
        : Outcome.answered(reply);
  }

  private List<Announcement> told(
      Command<C> command, ConversationState conversation, long seq, Plan plan) {
    boolean small = conversation.size() <= mostMembers;
    String user = command.user();
    return List.of(
        new Announcement(
            event,
            command.envelope().id(),
            conversation.id(),
            small ? Audience.ofMembers(conversation, plan.now()) : Audience.of(List.of(user)),
            plan.now(),
            new Receipt(conversation.id(), user, seq, plan.now()),
            true,
            true,
            List.of(event, conversation.id(), user)));
  }
}
