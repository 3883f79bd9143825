package dev.parley.messages.command;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.reply.ErrorReply;

/**
 * What has become of a command: its one reply, and what others are told.
 *
 * @param reply a record of the contracts
 * @param error whether the reply is an {@link ErrorReply}
 * @param announcement what others are told; null for nothing
 * @param fault why the entry belongs to the dead letters; null when it does not
 */
public record Outcome(Object reply, boolean error, Announcement announcement, Throwable fault) {

  /** Only the sender learns of it. */
  public static Outcome answered(Object reply) {
    return new Outcome(reply, false, null, null);
  }

  /** The sender and all others learn of it. */
  public static Outcome announced(Object reply, Announcement announcement) {
    return new Outcome(reply, false, announcement, null);
  }

  /** The client asked for something that it cannot have. */
  public static Outcome refused(ErrorCode code, String message) {
    return new Outcome(ErrorReply.of(code, message), true, null, null);
  }

  /** The command cannot be carried out, and that is no fault of the client: somebody must look. */
  public static Outcome faulty(ErrorCode code, String message, Throwable cause) {
    return new Outcome(ErrorReply.of(code, message), true, null, cause);
  }

  /** The command ran into a bug. */
  public static Outcome faulty(Throwable cause) {
    return faulty(ErrorCode.INTERNAL, "the command could not be carried out", cause);
  }
}
