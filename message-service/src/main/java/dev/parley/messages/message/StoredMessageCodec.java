package dev.parley.messages.message;

import dev.parley.contracts.command.Content;
import java.time.Instant;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;

/**
 * {@link StoredMessage} as BSON, by hand because every send passes here. Fields that it does not
 * know are passed over. Stateless, thread-safe.
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
    out.writeStartDocument("content");
    out.writeString("type", message.content().type());
    out.writeString("text", message.content().text());
    out.writeEndDocument();
    out.writeDateTime("sentAt", message.sentAt().toEpochMilli());
    out.writeInt32("version", message.version());
    out.writeEndDocument();
  }

  @Override
  public StoredMessage decode(BsonReader in, DecoderContext context) {
    String conversationId = null;
    long seq = 0;
    String senderId = null;
    String clientMessageId = null;
    Content content = null;
    Instant sentAt = null;
    int version = StoredMessage.FIRST_VERSION;
    in.readStartDocument();
    while (in.readBsonType() != BsonType.END_OF_DOCUMENT) {
      switch (in.readName()) {
        case "conversationId" -> conversationId = in.readString();
        case "seq" -> seq = in.readInt64();
        case "senderId" -> senderId = in.readString();
        case "clientMessageId" -> clientMessageId = in.readString();
        case "content" -> content = decodeContent(in);
        case "sentAt" -> sentAt = Instant.ofEpochMilli(in.readDateTime());
        case "version" -> version = in.readInt32();
        default -> in.skipValue();
      }
    }
    in.readEndDocument();
    return new StoredMessage(
        conversationId, seq, senderId, clientMessageId, content, sentAt, version);
  }

  private static Content decodeContent(BsonReader in) {
    String type = null;
    String text = null;
    in.readStartDocument();
    while (in.readBsonType() != BsonType.END_OF_DOCUMENT) {
      switch (in.readName()) {
        case "type" -> type = in.readString();
        case "text" -> text = in.readString();
        default -> in.skipValue();
      }
    }
    in.readEndDocument();
    return new Content(type, text);
  }
}
