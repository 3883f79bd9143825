package dev.parley.messages.command;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.messages.conversation.EntryId;
import dev.parley.messages.message.SendKey;

/**
 * One entry of a batch that could be read.
 *
 * @param <C> the command's record of the contracts
 * @param origin where it comes from
 * @param payload what it asks for; null when that could not be read
 * @param conversationId which conversation it is about; null for none
 * @param sendKey what makes a retry recognisable; null for nothing
 * @param target primary key of the stored message that it is about; null for none
 * @param schedule which scheduled message it is about, there or not; null for none
 * @param decision how it is decided
 */
public record Command<C>(
    Origin origin,
    Envelope envelope,
    C payload,
    String conversationId,
    SendKey sendKey,
    String target,
    SendKey schedule,
    Decision<C> decision) {

  /**
   * Where a command comes from.
   *
   * @param index its place in the batch
   * @param redelivered whether somebody may have carried it out before, wholly or in part
   * @param epoch of the lease of its partition
   * @param entry its id in the partition's stream
   */
  public record Origin(int index, boolean redelivered, long epoch, EntryId entry) {}

  /** How a command is decided: {@link CommandHandler#decide}. */
  public interface Decision<C> {
    Outcome decide(Command<C> command, Plan plan);
  }

  /** A command that its handler decides. */
  public static <C> Command<C> of(
      Origin origin, Envelope envelope, C payload, CommandHandler<C> handler) {
    return new Command<>(
        origin,
        envelope,
        payload,
        handler.conversationOf(payload, envelope),
        handler.sendKeyOf(payload, envelope),
        handler.targetOf(payload),
        handler.scheduleOf(payload, envelope),
        handler::decide);
  }

  /** A command whose outcome is known from looking at it. */
  public static Command<Void> decided(Origin origin, Envelope envelope, Outcome outcome) {
    return new Command<>(origin, envelope, null, null, null, null, null, (self, plan) -> outcome);
  }

  /** The same with another payload, for the handler of that. */
  public <D> Command<D> as(D other) {
    return new Command<>(
        origin,
        envelope,
        other,
        conversationId,
        sendKey,
        target,
        schedule,
        (self, plan) -> {
          throw new IllegalStateException("decided by whoever has made it");
        });
  }

  /** Its place in the batch. */
  public int index() {
    return origin.index();
  }

  /** Whether somebody may have carried it out before, wholly or in part. */
  public boolean redelivered() {
    return origin.redelivered();
  }

  public Outcome decide(Plan plan) {
    return decision.decide(this, plan);
  }

  /** The user who wants it. */
  public String user() {
    return envelope.user();
  }

  /** The session that sent it; empty when none waits for a reply. */
  public String session() {
    return envelope.replyTo() == null ? "" : envelope.replyTo().session();
  }
}
