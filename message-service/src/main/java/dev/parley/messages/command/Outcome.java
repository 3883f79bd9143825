package dev.parley.messages.command;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.reply.ErrorReply;
import java.util.List;

/**
 * What has become of a command: its one reply, and what others are told.
 *
 * @param reply a record of the contracts
 * @param error whether the reply is an {@link ErrorReply}
 * @param announcements what others are told, in order
 * @param fault why the entry belongs to the dead letters; null when it does not
 */
public record Outcome(
    Object reply, boolean error, List<Announcement> announcements, Throwable fault) {

  /** Only the sender learns of it. */
  public static Outcome answered(Object reply) {
    return new Outcome(reply, false, List.of(), null);
  }

  /** The sender and all others learn of it. */
  public static Outcome announced(Object reply, Announcement... announcements) {
    return new Outcome(reply, false, List.of(announcements), null);
  }

  /** The sender and all others learn of it. */
  public static Outcome announced(Object reply, List<Announcement> announcements) {
    return new Outcome(reply, false, announcements, null);
  }

  /** The client asked for something that it cannot have. */
  public static Outcome refused(ErrorCode code, String message) {
    return new Outcome(ErrorReply.of(code, message), true, List.of(), null);
  }

  /** The command cannot be carried out, and that is no fault of the client: somebody must look. */
  public static Outcome faulty(ErrorCode code, String message, Throwable cause) {
    return new Outcome(ErrorReply.of(code, message), true, List.of(), cause);
  }

  /** The command ran into a bug. */
  public static Outcome faulty(Throwable cause) {
    return faulty(ErrorCode.INTERNAL, "the command could not be carried out", cause);
  }
}
