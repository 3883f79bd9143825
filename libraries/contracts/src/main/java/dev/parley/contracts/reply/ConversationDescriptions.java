package dev.parley.contracts.reply;

import dev.parley.contracts.view.ConversationView;
import dev.parley.contracts.view.MessageView;
import java.time.Instant;
import java.util.List;

/**
 * Answer to {@code conversation:describe}.
 *
 * @param conversations in no order; who does not exist is not there, who is deleted is there with
 *     {@code deletedAt}
 * @param more which of those that were asked for did not fit: to be asked for again; null for none
 */
public record ConversationDescriptions(List<Description> conversations, List<String> more) {

  /**
   * A conversation, with its true last seq.
   *
   * @param memberIds of a direct conversation both users; null for the others
   * @param activeAt when its last message was sent, be it there or expired, or else when it was
   *     created; of use without messages, since it may be a second behind
   * @param messages the last ones, in order and without holes; of many, or large ones, fewer than
   *     were asked for, but the last one of them is the conversation's last. Empty when there is
   *     none, or all have expired
   */
  public record Description(
      ConversationView conversation,
      List<String> memberIds,
      Instant activeAt,
      List<MessageView> messages) {}
}
