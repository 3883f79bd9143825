package dev.parley.messages.message;

import dev.parley.contracts.command.Content;
import org.bson.BsonReader;
import org.bson.BsonWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;

/** {@link Content} in documents other than messages. Stateless, thread-safe. */
final class ContentCodec implements Codec<Content> {

  @Override
  public Class<Content> getEncoderClass() {
    return Content.class;
  }

  @Override
  public void encode(BsonWriter out, Content content, EncoderContext context) {
    out.writeStartDocument();
    ContentBson.writeFields(out, content);
    out.writeEndDocument();
  }

  @Override
  public Content decode(BsonReader in, DecoderContext context) {
    return ContentBson.read(in);
  }
}
