package dev.parley.messages.message;

import dev.parley.contracts.command.Content;
import org.bson.codecs.Codec;
import org.bson.codecs.configuration.CodecProvider;
import org.bson.codecs.configuration.CodecRegistry;

/** Makes the MongoDB driver use our codecs; Quarkus finds it by its type. */
public class MessageCodecProvider implements CodecProvider {

  private static final StoredMessageCodec STORED_MESSAGE = new StoredMessageCodec();
  private static final ContentCodec CONTENT = new ContentCodec();

  @Override
  @SuppressWarnings("unchecked")
  public <T> Codec<T> get(Class<T> type, CodecRegistry registry) {
    if (type == StoredMessage.class) {
      return (Codec<T>) STORED_MESSAGE;
    }
    return type == Content.class ? (Codec<T>) CONTENT : null;
  }
}
