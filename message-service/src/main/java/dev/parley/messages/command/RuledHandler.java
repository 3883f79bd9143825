package dev.parley.messages.command;

import dev.parley.contracts.command.ConversationCommand;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.messages.command.rule.Action;
import dev.parley.messages.command.rule.Rules;
import dev.parley.messages.conversation.ConversationState;

/**
 * Carries out one type of command about a conversation that exists, after the {@link Rules}.
 *
 * @param <C> the command's record of the contracts
 */
public abstract class RuledHandler<C extends ConversationCommand> implements CommandHandler<C> {

  private final String type;
  private final Class<C> payloadType;
  private final Action action;

  protected RuledHandler(String type, Class<C> payloadType, Action action) {
    this.type = type;
    this.payloadType = payloadType;
    this.action = action;
  }

  @Override
  public final String type() {
    return type;
  }

  @Override
  public final Class<C> payloadType() {
    return payloadType;
  }

  @Override
  public String conversationOf(C payload, Envelope envelope) {
    return payload.check().conversationId();
  }

  @Override
  public final Outcome decide(Command<C> command, Plan plan) {
    ConversationState conversation = plan.conversation(command.conversationId());
    if (conversation == null) {
      return notFound(command);
    }
    boolean decided =
        command.redelivered()
            && command.origin().entry().compareTo(conversation.decidedUpTo()) <= 0;
    Outcome before = carriedOutBefore(command, decided, conversation, plan);
    if (before != null) {
      return before;
    }
    if (conversation.isDeleted()) {
      return notFound(command);
    }
    Outcome refusal = Rules.refusal(action, conversation, command.user());
    if (refusal != null) {
      return refusal;
    }
    return decided && !isRepeatable()
        ? Outcome.refused(ErrorCode.FORBIDDEN, "it was not possible when it came")
        : carryOut(command, conversation, plan);
  }

  /**
   * What the command has become already, as its traces in what is stored show.
   *
   * @param decided whether it was decided before for certain, and all that came of it is stored;
   *     then it is refused when this finds no trace
   * @return null when there is no trace of it
   */
  protected Outcome carriedOutBefore(
      Command<C> command, boolean decided, ConversationState conversation, Plan plan) {
    return decided && conversation.hasApplied(command.envelope().id())
        ? toldAgain(command, conversation, plan)
        : null;
  }

  /** Whether doing it again, after everything else of its batch, changes nothing. */
  protected boolean isRepeatable() {
    return false;
  }

  /**
   * What the command, which has changed the conversation before a crash, has become: nothing is
   * changed, but others may not have been told.
   *
   * @return null when there is no telling any more
   */
  protected Outcome toldAgain(Command<C> command, ConversationState conversation, Plan plan) {
    return null;
  }

  /** Decides what becomes of a command that the rules allow. */
  protected abstract Outcome carryOut(
      Command<C> command, ConversationState conversation, Plan plan);

  private static Outcome notFound(Command<?> command) {
    return Outcome.refused(ErrorCode.NOT_FOUND, "no conversation " + command.conversationId());
  }
}
