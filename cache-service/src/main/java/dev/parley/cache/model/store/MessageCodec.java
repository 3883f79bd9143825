package dev.parley.cache.model.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.parley.cache.model.ModelChange.Reacted;
import dev.parley.contracts.envelope.MalformedException;
import dev.parley.contracts.id.MessageIds;
import dev.parley.contracts.view.MessageView;
import dev.parley.contracts.view.ReactionView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message as it is kept: {@code <version>|<JSON>}, and behind it the reactions since then, so
 * that a script can put one there without reading anything. JSON has no control character, nor have
 * user ids and emojis. Thread-safe.
 */
final class MessageCodec {

  private static final char REACTION = '\u001e';
  private static final char EMOJI = '\u001f';
  private static final char ADDED = '+';
  private static final char REMOVED = '-';

  private final ObjectWriter writer;
  private final ObjectReader reader;

  MessageCodec(ObjectMapper json) {
    this.writer = json.writerFor(MessageView.class);
    this.reader = json.readerFor(MessageView.class);
  }

  /** A message as it is. */
  byte[] encode(MessageView message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    try {
      out.write(Integer.toString(message.version()).getBytes(StandardCharsets.US_ASCII));
      out.write('|');
      writer.writeValue(out, of(message, null, null, message.version(), message.reactions()));
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
    return out.toByteArray();
  }

  /** What is put behind the message when somebody reacts. */
  static String reaction(Reacted reacted) {
    return REACTION
        + (reacted.removed() ? "" + REMOVED : "" + ADDED)
        + reacted.user()
        + EMOJI
        + reacted.emoji();
  }

  /**
   * Reads a message.
   *
   * @throws MalformedException when it is none
   */
  MessageView decode(String conversationId, byte[] value) {
    int json = indexOf(value, '|', 0) + 1;
    int end = indexOf(value, REACTION, json);
    try {
      MessageView base = reader.readValue(value, json, end - json);
      int version = Integer.parseInt(new String(value, 0, json - 1, StandardCharsets.US_ASCII));
      List<ReactionView> reactions =
          end == value.length
              ? base.reactions()
              : reactions(
                  base.reactions(),
                  new String(value, end + 1, value.length - end - 1, StandardCharsets.UTF_8));
      String id = MessageIds.of(conversationId, base.seq());
      return of(base, conversationId, id, version, reactions);
    } catch (JsonProcessingException | RuntimeException broken) {
      // Its own text could say what somebody wrote.
      throw new MalformedException("not a message");
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
  }

  private static int indexOf(byte[] value, char wanted, int from) {
    int at = from;
    while (at < value.length && value[at] != wanted) {
      at++;
    }
    return at;
  }

  private static List<ReactionView> reactions(List<ReactionView> before, String since) {
    Map<String, List<String>> users = new LinkedHashMap<>();
    if (before != null) {
      before.forEach(one -> users.put(one.emoji(), new ArrayList<>(one.userIds())));
    }
    for (String part : since.split(String.valueOf(REACTION), -1)) {
      int emojiAt = part.indexOf(EMOJI);
      react(
          users, part.charAt(0) == ADDED, part.substring(1, emojiAt), part.substring(emojiAt + 1));
    }
    List<ReactionView> after = new ArrayList<>();
    users.forEach((emoji, who) -> after.add(new ReactionView(emoji, who.size(), List.copyOf(who))));
    return after.isEmpty() ? null : after;
  }

  private static void react(
      Map<String, List<String>> users, boolean added, String user, String emoji) {
    List<String> who = users.computeIfAbsent(emoji, none -> new ArrayList<>());
    who.remove(user);
    if (added) {
      who.add(user);
    } else if (who.isEmpty()) {
      users.remove(emoji);
    }
  }

  private static MessageView of(
      MessageView message,
      String conversationId,
      String messageId,
      int version,
      List<ReactionView> reactions) {
    return new MessageView(
        conversationId,
        messageId,
        message.seq(),
        message.senderId(),
        message.clientMessageId(),
        message.content(),
        message.replyToSeq(),
        message.mentions(),
        message.sentAt(),
        version,
        message.editedAt(),
        message.deletedAt(),
        message.pinnedAt(),
        reactions);
  }
}
