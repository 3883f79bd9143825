package dev.parley.contracts.command;

import java.util.List;

/**
 * {@code message:edit}: say something else in an own message. Answered by {@code MessageChanged}.
 *
 * @param content what it says from now on
 * @param mentions members whom it names from now on, up to {@value SendMessage#MAX_MENTIONS}; null
 *     for none
 */
public record EditMessage(String messageId, Content content, List<String> mentions)
    implements MessageCommand {

  @Override
  public EditMessage check() {
    Check.messageId("messageId", messageId);
    Check.present("content", content);
    content.check("content");
    if (mentions != null) {
      Check.userIds("mentions", mentions, 0, SendMessage.MAX_MENTIONS);
    }
    return this;
  }
}
