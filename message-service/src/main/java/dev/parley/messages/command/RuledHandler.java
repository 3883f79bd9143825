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
    Outcome before = carriedOutBefore(command, conversation, plan);
    if (before != null) {
      return before;
    }
    if (conversation.isDeleted()) {
      return notFound(command);
    }
    Outcome refusal = Rules.refusal(action, conversation, command.user());
    return refusal != null ? refusal : carryOut(command, conversation, plan);
  }

  /**
   * What the command has become already, when that can be told although the rules would refuse it
   * now. What changes nothing when it is done twice needs none.
   *
   * @return null when it is to be carried out
   */
  protected Outcome carriedOutBefore(
      Command<C> command, ConversationState conversation, Plan plan) {
    return null;
  }

  /** Decides what becomes of a command that the rules allow. */
  protected abstract Outcome carryOut(
      Command<C> command, ConversationState conversation, Plan plan);

  private static Outcome notFound(Command<?> command) {
    return Outcome.refused(ErrorCode.NOT_FOUND, "no conversation " + command.conversationId());
  }
}
