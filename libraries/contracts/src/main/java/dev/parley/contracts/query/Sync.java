package dev.parley.contracts.query;

import dev.parley.contracts.command.Check;
import dev.parley.contracts.command.InvalidFieldException;
import java.util.Map;

/**
 * {@code sync}: what the caller has missed since it was last connected. Answered by {@code
 * SyncPage}.
 *
 * @param positions conversation to the last seq that the caller has, 0 for none; up to {@value
 *     #MAX_CONVERSATIONS}: with the ids that {@code ConversationIds} makes, 38 bytes of JSON each
 *     at most, as many fit into a frame of 64 KiB. Conversations of the caller that it does not
 *     name are told as new
 * @param limit messages altogether, 1 to {@value #MAX_MESSAGES}; null is {@value #MAX_MESSAGES}
 * @param added whether conversations that it does not name are told; null is true
 */
public record Sync(Map<String, Long> positions, Integer limit, Boolean added) implements Query {

  public static final int MAX_CONVERSATIONS = 1000;
  public static final int MAX_MESSAGES = 500;

  @Override
  public Sync check() {
    if (positions == null) {
      throw new InvalidFieldException("positions", "is missing");
    }
    if (positions.size() > MAX_CONVERSATIONS) {
      throw new InvalidFieldException(
          "positions", "must have at most " + MAX_CONVERSATIONS + " entries");
    }
    positions.forEach(
        (conversation, seq) -> {
          Check.id("positions", conversation);
          if (seq == null) {
            throw new InvalidFieldException("positions." + conversation, "is missing");
          }
          Check.seq("positions." + conversation, seq, 0);
        });
    Check.limit("limit", limit, MAX_MESSAGES);
    return this;
  }
}
