package dev.parley.messages.message;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.id.MessageIds;
import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import java.util.List;

/**
 * A message as it is stored. Its primary key is (conversation, seq): the order of the conversation,
 * and the fence against a second writer of messages; {@code version} is the fence of its changes.
 *
 * @param seq position in the conversation, from 1, without holes
 * @param content null when it is deleted
 * @param replyToSeq the message that it answers; null for none
 * @param mentions members whom it names; empty for nobody
 * @param sentAt when it was stored, to the millisecond
 * @param version 1 for what was never changed
 * @param changes what was done to it later
 */
@MongoEntity(collection = "messages")
public record StoredMessage(
    String conversationId,
    long seq,
    String senderId,
    String clientMessageId,
    Content content,
    Long replyToSeq,
    List<String> mentions,
    Instant sentAt,
    int version,
    Changes changes) {

  /** The version of a message that was never changed. */
  public static final int FIRST_VERSION = 1;

  /**
   * What was done to a message after it was sent.
   *
   * @param editedAt the last edit; null for never
   * @param edits what it said before, oldest first; bounded
   * @param deletedAt null for never
   * @param pinnedAt null when it is not pinned
   * @param reactions by emoji, in the order of the first of each
   */
  public record Changes(
      Instant editedAt,
      List<Edit> edits,
      Instant deletedAt,
      Instant pinnedAt,
      List<Reaction> reactions) {

    /** Of a message that was never changed. */
    public static final Changes NONE = new Changes(null, List.of(), null, null, List.of());
  }

  /**
   * What a message said before an edit.
   *
   * @param command id of the command that replaced it: the same one again is no other edit
   * @param until when it was replaced
   */
  public record Edit(String command, Content content, Instant until) {}

  /** Who has reacted with one emoji, in their order; never empty. */
  public record Reaction(String emoji, List<String> userIds) {}

  /** A message that has just been sent. */
  public static StoredMessage sent(
      SendKey key,
      long seq,
      Content content,
      Long replyToSeq,
      List<String> mentions,
      Instant sentAt) {
    return new StoredMessage(
        key.conversationId(),
        seq,
        key.senderId(),
        key.clientMessageId(),
        content,
        replyToSeq,
        mentions,
        sentAt,
        FIRST_VERSION,
        Changes.NONE);
  }

  /** The same with other content and changes, one version on. */
  public StoredMessage changed(Content content, List<String> mentions, Changes changes) {
    return new StoredMessage(
        conversationId,
        seq,
        senderId,
        clientMessageId,
        content,
        replyToSeq,
        mentions,
        sentAt,
        version + 1,
        changes);
  }

  public boolean isDeleted() {
    return changes.deletedAt() != null;
  }

  /** The primary key. */
  public String id() {
    return MessageIds.primaryKey(conversationId, seq);
  }

  /** What clients call it. */
  public String messageId() {
    return MessageIds.of(conversationId, seq);
  }

  /** What makes a retry recognisable. */
  public SendKey sendKey() {
    return new SendKey(conversationId, senderId, clientMessageId);
  }
}
