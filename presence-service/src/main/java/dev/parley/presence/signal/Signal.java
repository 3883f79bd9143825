package dev.parley.presence.signal;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.ReplyTo;
import dev.parley.contracts.presence.SetPresence;
import dev.parley.contracts.reply.ErrorReply;
import dev.parley.contracts.signal.NodeGone;
import dev.parley.contracts.signal.UserConnections;

/** What an entry of the signal streams says about a user. */
sealed interface Signal {

  Entry entry();

  /** Whom it is about. */
  default String user() {
    return entry().user();
  }

  /** {@code user:connections}. */
  record Connections(Entry entry, UserConnections payload) implements Signal {}

  /** {@code user:node-gone}: one for each user that it names. */
  record Gone(Entry entry, String user, NodeGone payload) implements Signal {}

  /** {@code user:due}: one for each user that it names. */
  record Due(Entry entry, String user) implements Signal {}

  /** {@code presence:set}. */
  record Choice(Entry entry, SetPresence payload) implements Signal {}

  /** What its sender only is to be told about. */
  record Refused(Entry entry, ErrorReply reply) implements Signal {}

  /**
   * Where it comes from.
   *
   * @param index its place in the batch
   * @param again whether it may have been carried out before
   * @param takenAt when Redis took it, milliseconds since 1970
   */
  record Entry(int index, Envelope envelope, boolean again, long takenAt) {

    String user() {
      return envelope.key();
    }

    /** Null for nobody. */
    ReplyTo replyTo() {
      return envelope.replyTo();
    }
  }
}
