package dev.parley.cache.model;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.parley.contracts.command.Content;
import dev.parley.contracts.event.MessageNew;
import dev.parley.contracts.id.MessageIds;
import dev.parley.contracts.reply.ConversationDescriptions.Description;
import dev.parley.contracts.view.ConversationView;
import dev.parley.contracts.view.MembershipView;
import dev.parley.contracts.view.MessageView;
import dev.parley.contracts.view.ReactionView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** What tests put into read models. */
public final class Samples {

  public static final Instant CREATED = Instant.parse("2026-11-20T10:00:00.123Z");

  private Samples() {}

  /** JSON as the services have it. */
  public static ObjectMapper json() {
    return JsonMapper.builder()
        .addModule(new JavaTimeModule())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build();
  }

  /** What is said of a message when it is new. */
  public static MessageNew told(MessageView message) {
    return new MessageNew(
        message.conversationId(),
        message.messageId(),
        message.seq(),
        message.senderId(),
        message.clientMessageId(),
        message.content(),
        message.replyToSeq(),
        message.mentions(),
        message.sentAt());
  }

  /** A message that was never changed. */
  public static MessageView message(String conversation, long seq) {
    return message(conversation, seq, 1, "text " + seq, null);
  }

  public static MessageView message(
      String conversation, long seq, int version, String text, List<ReactionView> reactions) {
    return new MessageView(
        conversation,
        MessageIds.of(conversation, seq),
        seq,
        "ann",
        "client-" + seq,
        Content.text(text),
        null,
        null,
        CREATED.plusSeconds(seq),
        version,
        version > 1 ? CREATED.plusSeconds(1000) : null,
        null,
        null,
        reactions);
  }

  /** Those from one to another. */
  public static List<MessageView> messages(String conversation, long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(seq -> message(conversation, seq)).toList();
  }

  public static ReactionView reaction(String emoji, String... users) {
    return new ReactionView(emoji, users.length, List.of(users));
  }

  public static ModelChange.Added added(String conversation, long seq) {
    return new ModelChange.Added(conversation, message(conversation, seq));
  }

  public static ModelChange.Changed edited(String conversation, long seq, int version) {
    return new ModelChange.Changed(
        conversation,
        message(conversation, seq, version, "version " + version, null),
        ModelChange.Board.SAME);
  }

  public static ModelChange.Reacted reacted(
      String conversation, long seq, int version, String user) {
    return new ModelChange.Reacted(conversation, seq, version, user, "👍", false);
  }

  public static ConversationView view(
      String id, long revision, long lastSeq, Long firstSeq, Long... pinned) {
    return new ConversationView(
        id,
        "group",
        "title " + revision,
        null,
        Map.of("topic", Map.of("deep", 1, "Grüße", "ja")),
        CREATED,
        "ann",
        null,
        revision,
        3,
        lastSeq,
        pinned.length == 0 ? null : List.of(pinned),
        null,
        firstSeq);
  }

  /** A conversation with its last messages, from one on. */
  public static Description loaded(ConversationView view, long from) {
    return new Description(
        view,
        null,
        CREATED.plusSeconds(view.lastSeq()),
        messages(view.conversationId(), from, Math.max(from - 1, view.lastSeq())));
  }

  public static MembershipView membership(String conversation, long revision, long position) {
    return new MembershipView(
        conversation, "member", 0, position, position, false, false, null, revision);
  }

  public static ModelChange.Position read(String user, String conversation, long seq) {
    return new ModelChange.Position(user, conversation, seq, seq);
  }
}
