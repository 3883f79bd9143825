package dev.parley.cache.model.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.parley.cache.model.ConversationModel;
import dev.parley.contracts.envelope.MalformedException;
import dev.parley.contracts.view.ConversationView;
import dev.parley.contracts.view.MessageView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Conversations as they are kept, see {@code conversations-apply.lua}. Times are milliseconds.
 * Thread-safe.
 */
final class ModelCodec {

  private final MessageCodec messages;
  private final ObjectWriter viewWriter;
  private final ObjectReader viewReader;

  ModelCodec() {
    JsonMapper json =
        JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .disable(SerializationFeature.WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS)
            .disable(DeserializationFeature.READ_DATE_TIMESTAMPS_AS_NANOSECONDS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    messages = new MessageCodec(json);
    viewWriter = json.writerFor(ConversationView.class);
    viewReader = json.readerFor(ConversationView.class);
  }

  MessageCodec messages() {
    return messages;
  }

  byte[] view(ConversationView view) {
    try {
      return viewWriter.writeValueAsBytes(view);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Places of the pinned messages, each between commas. */
  static String pinned(ConversationView view) {
    return view.pinned() == null
        ? ""
        : view.pinned().stream().map(String::valueOf).collect(Collectors.joining(",", ",", ","));
  }

  /** Users, none of whose ids has a comma. */
  static String members(List<String> memberIds) {
    return memberIds == null ? "" : String.join(",", memberIds);
  }

  /**
   * Reads a conversation.
   *
   * @param members null for what is not a direct one
   * @param activeAt when the last message was sent, or it was created
   * @param lastMessage null or empty for none
   * @throws MalformedException when it is none
   */
  ConversationModel conversation(
      byte[] view,
      String members,
      long firstSeq,
      long lastSeq,
      Instant activeAt,
      byte[] lastMessage) {
    ConversationView stored = read(view);
    boolean isThere = lastMessage != null && lastMessage.length > 0 && lastSeq >= firstSeq;
    MessageView last = isThere ? messages.decode(stored.conversationId(), lastMessage) : null;
    return new ConversationModel(
        with(stored, firstSeq, lastSeq),
        members == null ? null : List.of(members.split(",", -1)),
        activeAt,
        last);
  }

  private ConversationView read(byte[] view) {
    try {
      return viewReader.readValue(view);
    } catch (JsonProcessingException broken) {
      throw new MalformedException("not a conversation");
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
  }

  private static ConversationView with(ConversationView view, long firstSeq, long lastSeq) {
    return new ConversationView(
        view.conversationId(),
        view.type(),
        view.title(),
        view.avatarUrl(),
        view.metadata(),
        view.createdAt(),
        view.createdBy(),
        view.deletedAt(),
        view.revision(),
        view.memberCount(),
        lastSeq,
        pinned(view.pinned(), firstSeq),
        view.retentionDays(),
        firstSeq > 1 ? firstSeq : null);
  }

  /** Those that are left, or null for none, as message-service has it. */
  private static List<Long> pinned(List<Long> all, long firstSeq) {
    List<Long> left =
        all == null ? List.of() : all.stream().filter(seq -> seq >= firstSeq).toList();
    return left.isEmpty() ? null : left;
  }
}
