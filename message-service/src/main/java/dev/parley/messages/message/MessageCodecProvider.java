package dev.parley.messages.message;

import org.bson.codecs.Codec;
import org.bson.codecs.configuration.CodecProvider;
import org.bson.codecs.configuration.CodecRegistry;

/** Makes the MongoDB driver use {@link StoredMessageCodec}; Quarkus finds it by its type. */
public class MessageCodecProvider implements CodecProvider {

  private static final StoredMessageCodec STORED_MESSAGE = new StoredMessageCodec();

  @Override
  @SuppressWarnings("unchecked")
  public <T> Codec<T> get(Class<T> type, CodecRegistry registry) {
    return type == StoredMessage.class ? (Codec<T>) STORED_MESSAGE : null;
  }
}
