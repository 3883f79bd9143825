package dev.parley.messages.notification;

/** What becomes of a job. */
enum Outcome {
  /** A notification went out. */
  SENT,
  /** The user has read the messages meanwhile. */
  READ,
  /** The user wants no notifications of this conversation. */
  MUTED,
  /** An earlier notification has told of the messages already. */
  COVERED,
  /** The messages, the conversation or the membership are not there any more. */
  GONE,
  /** The user has left no address for this way. */
  UNADDRESSED,
  /** Sending has failed; it is tried again, or is a dead letter after the last attempt. */
  FAILED,
  /** Not accepted for good: a dead letter at once. */
  REFUSED,
  /** Too many jobs were waiting. */
  DROPPED
}
