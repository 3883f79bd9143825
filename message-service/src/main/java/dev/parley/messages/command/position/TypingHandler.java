package dev.parley.messages.command.position;

import dev.parley.contracts.command.Typing;
import dev.parley.contracts.event.TypingNotice;
import dev.parley.contracts.reply.Taken;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.command.Announcement;
import dev.parley.messages.command.Audience;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.Plan;
import dev.parley.messages.command.RuledHandler;
import dev.parley.messages.command.rule.Action;
import dev.parley.messages.conversation.ConversationState;
import java.util.List;

/**
 * Tells the other members that somebody is writing, or no longer. Never stored; passed over when it
 * is as old as it is valid, as it is when the partition is behind, and in conversations above
 * {@code parley.limits.receipt-members}.
 */
abstract class TypingHandler extends RuledHandler<Typing> {

  /** How long the others may take it for true. */
  static final int VALID_SECONDS = 5;

  private static final Outcome TAKEN = Outcome.answered(new Taken());

  private final String event;
  private final int seconds;
  private final int mostMembers;

  TypingHandler(String type, String event, int seconds, MessageServiceSettings.Limits limits) {
    super(type, Typing.class, Action.TYPE);
    this.event = event;
    this.seconds = seconds;
    this.mostMembers = limits.receiptMembers();
  }

  @Override
  protected boolean isRepeatable() {
    return true;
  }

  @Override
  protected Outcome carryOut(Command<Typing> command, ConversationState conversation, Plan plan) {
    long age = plan.now().toEpochMilli() - command.envelope().time();
    boolean stale = age >= VALID_SECONDS * 1000L || command.redelivered();
    return stale || conversation.size() > mostMembers
        ? TAKEN
        : Outcome.announced(new Taken(), told(command, conversation, plan));
  }

  private Announcement told(Command<Typing> command, ConversationState conversation, Plan plan) {
    String user = command.user();
    List<String> others =
        conversation.memberIds().stream().filter(member -> !member.equals(user)).toList();
    return new Announcement(
        event,
        command.envelope().id(),
        conversation.id(),
        Audience.of(others),
        plan.now(),
        new TypingNotice(conversation.id(), user, seconds),
        false,
        true,
        List.of("typing", conversation.id(), user));
  }
}
