package dev.parley.messages.notification;

import dev.parley.contracts.view.MessageView;
import dev.parley.messages.message.MessageViews;
import java.time.Instant;

/**
 * What is posted to a webhook, as JSON.
 *
 * @param type always {@value #TYPE}
 * @param timestamp when the last message was sent
 */
record WebhookBody(String type, Instant timestamp, Data data) {

  static final String TYPE = "notification.unread";

  /**
   * What is unread.
   *
   * @param unread how many messages
   * @param fromSeq the first of them
   * @param toSeq the last of them
   * @param lastMessage the last one that concerns the user, as the members see it
   */
  record Data(
      String userId,
      Conversation conversation,
      long unread,
      long fromSeq,
      long toSeq,
      MessageView lastMessage) {}

  /**
   * Where.
   *
   * @param title null for none
   */
  record Conversation(String id, String type, String title) {}

  static WebhookBody of(Notification notification) {
    var conversation = notification.conversation();
    return new WebhookBody(
        TYPE,
        notification.last().sentAt(),
        new Data(
            notification.userId(),
            new Conversation(conversation.id(), conversation.type(), conversation.title()),
            notification.unread(),
            notification.readSeq() + 1,
            notification.toSeq(),
            MessageViews.of(notification.last())));
  }
}
