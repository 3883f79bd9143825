package dev.parley.messages.message;

import static dev.parley.messages.message.Bson.list;
import static dev.parley.messages.message.Bson.strings;

import dev.parley.contracts.command.Content;
import dev.parley.messages.message.StoredMessage.Changes;
import dev.parley.messages.message.StoredMessage.Edit;
import dev.parley.messages.message.StoredMessage.Reaction;
import java.time.Instant;
import java.util.List;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;

/**
 * {@link StoredMessage} as BSON, by hand because every send passes here. What is null or empty is
 * not written; fields that it does not know are passed over. Stateless, thread-safe.
 */
final class StoredMessageCodec implements Codec<StoredMessage> {

  @Override
  public Class<StoredMessage> getEncoderClass() {
    return StoredMessage.class;
  }

  @Override
  public void encode(BsonWriter out, StoredMessage message, EncoderContext context) {
    out.writeStartDocument();
    out.writeString("_id", message.id());
    out.writeString("conversationId", message.conversationId());
    out.writeInt64("seq", message.seq());
    out.writeString("senderId", message.senderId());
    out.writeString("clientMessageId", message.clientMessageId());
    if (message.content() != null) {
      ContentBson.write(out, "content", message.content());
    }
    if (message.replyToSeq() != null) {
      out.writeInt64("replyToSeq", message.replyToSeq());
    }
    Bson.write(out, "mentions", message.mentions());
    out.writeDateTime("sentAt", message.sentAt().toEpochMilli());
    out.writeInt32("version", message.version());
    if (message.version() != StoredMessage.FIRST_VERSION) {
      encode(out, message.changes());
    }
    out.writeEndDocument();
  }

  private static void encode(BsonWriter out, Changes changes) {
    Bson.write(out, "editedAt", changes.editedAt());
    if (!changes.edits().isEmpty()) {
      out.writeStartArray("edits");
      for (Edit edit : changes.edits()) {
        out.writeStartDocument();
        out.writeString("command", edit.command());
        ContentBson.write(out, "content", edit.content());
        Bson.write(out, "until", edit.until());
        out.writeEndDocument();
      }
      out.writeEndArray();
    }
    Bson.write(out, "deletedAt", changes.deletedAt());
    Bson.write(out, "pinnedAt", changes.pinnedAt());
    if (!changes.reactions().isEmpty()) {
      out.writeStartArray("reactions");
      for (Reaction reaction : changes.reactions()) {
        out.writeStartDocument();
        out.writeString("emoji", reaction.emoji());
        Bson.write(out, "userIds", reaction.userIds());
        out.writeEndDocument();
      }
      out.writeEndArray();
    }
  }

  @Override
  public StoredMessage decode(BsonReader in, DecoderContext context) {
    String conversationId = null;
    long seq = 0;
    String senderId = null;
    String clientMessageId = null;
    Content content = null;
    Long replyToSeq = null;
    List<String> mentions = List.of();
    Instant sentAt = null;
    int version = StoredMessage.FIRST_VERSION;
    Instant editedAt = null;
    List<Edit> edits = List.of();
    Instant deletedAt = null;
    Instant pinnedAt = null;
    List<Reaction> reactions = List.of();
    in.readStartDocument();
    while (in.readBsonType() != BsonType.END_OF_DOCUMENT) {
      switch (in.readName()) {
        case "conversationId" -> conversationId = in.readString();
        case "seq" -> seq = in.readInt64();
        case "senderId" -> senderId = in.readString();
        case "clientMessageId" -> clientMessageId = in.readString();
        case "content" -> content = ContentBson.read(in);
        case "replyToSeq" -> replyToSeq = in.readInt64();
        case "mentions" -> mentions = strings(in);
        case "sentAt" -> sentAt = Bson.instant(in);
        case "version" -> version = in.readInt32();
        case "editedAt" -> editedAt = Bson.instant(in);
        case "edits" -> edits = list(in, StoredMessageCodec::decodeEdit);
        case "deletedAt" -> deletedAt = Bson.instant(in);
        case "pinnedAt" -> pinnedAt = Bson.instant(in);
        case "reactions" -> reactions = list(in, StoredMessageCodec::decodeReaction);
        default -> in.skipValue();
      }
    }
    in.readEndDocument();
    boolean unchanged = version == StoredMessage.FIRST_VERSION;
    return new StoredMessage(
        conversationId,
        seq,
        senderId,
        clientMessageId,
        content,
        replyToSeq,
        mentions,
        sentAt,
        version,
        unchanged ? Changes.NONE : new Changes(editedAt, edits, deletedAt, pinnedAt, reactions));
  }

  private static Edit decodeEdit(BsonReader in) {
    String command = null;
    Content content = null;
    Instant until = null;
    in.readStartDocument();
    while (in.readBsonType() != BsonType.END_OF_DOCUMENT) {
      switch (in.readName()) {
        case "command" -> command = in.readString();
        case "content" -> content = ContentBson.read(in);
        case "until" -> until = Bson.instant(in);
        default -> in.skipValue();
      }
    }
    in.readEndDocument();
    return new Edit(command, content, until);
  }

  private static Reaction decodeReaction(BsonReader in) {
    String emoji = null;
    List<String> userIds = List.of();
    in.readStartDocument();
    while (in.readBsonType() != BsonType.END_OF_DOCUMENT) {
      switch (in.readName()) {
        case "emoji" -> emoji = in.readString();
        case "userIds" -> userIds = strings(in);
        default -> in.skipValue();
      }
    }
    in.readEndDocument();
    return new Reaction(emoji, userIds);
  }
}
