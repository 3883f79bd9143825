package dev.parley.messages.notification;

import dev.parley.messages.message.StoredMessage;
import io.quarkus.qute.TemplateInstance;
import java.util.regex.Pattern;

/**
 * What a mail says: the template {@code MailText.txt}, whose first line is the subject.
 *
 * @param unread how many messages
 * @param sender who has written the last one
 * @param title of the conversation; null for none
 * @param text what the last message says; null when that is not to be told
 */
record MailText(long unread, String sender, String title, String text) implements TemplateInstance {

  private static final int MAX_TITLE_LENGTH = 100;

  /** Line breaks among them: no title ends a header. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", Pattern.UNICODE_CHARACTER_CLASS);

  /** The same as it is sent. */
  record Parts(String subject, String body) {}

  static MailText of(Notification notification, boolean withText) {
    StoredMessage last = notification.last();
    String title = notification.conversation().title();
    return new MailText(
        notification.unread(),
        oneLine(last.senderId()),
        title == null ? null : oneLine(title),
        withText ? last.content().text() : null);
  }

  private static String oneLine(String text) {
    String line = UNPRINTABLE.matcher(text).replaceAll(" ").strip();
    if (line.length() <= MAX_TITLE_LENGTH) {
      return line;
    }
    // No half of a pair at the end.
    boolean halved = Character.isHighSurrogate(line.charAt(MAX_TITLE_LENGTH - 1));
    return line.substring(0, halved ? MAX_TITLE_LENGTH - 1 : MAX_TITLE_LENGTH) + "…";
  }

  /** What the template has made of it. */
  static Parts parts(String rendered) {
    int end = rendered.indexOf('\n');
    return new Parts(rendered.substring(0, end).strip(), rendered.substring(end).strip() + "\n");
  }
}
