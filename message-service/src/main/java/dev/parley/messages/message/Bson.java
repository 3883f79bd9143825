package dev.parley.messages.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;

/** What the hand-written codecs share. */
final class Bson {

  private Bson() {}

  /** Writes the texts; nothing when there are none. */
  static void write(BsonWriter out, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      out.writeStartArray(name);
      texts.forEach(out::writeString);
      out.writeEndArray();
    }
  }

  /** Writes the time, to the millisecond; nothing when there is none. */
  static void write(BsonWriter out, String name, Instant time) {
    if (time != null) {
      out.writeDateTime(name, time.toEpochMilli());
    }
  }

  /** Writes the text; nothing when there is none. */
  static void write(BsonWriter out, String name, String text) {
    if (text != null) {
      out.writeString(name, text);
    }
  }

  static Instant instant(BsonReader in) {
    return Instant.ofEpochMilli(in.readDateTime());
  }

  static List<String> strings(BsonReader in) {
    return list(in, BsonReader::readString);
  }

  static <T> List<T> list(BsonReader in, Function<BsonReader, T> element) {
    List<T> all = new ArrayList<>();
    in.readStartArray();
    while (in.readBsonType() != BsonType.END_OF_DOCUMENT) {
      all.add(element.apply(in));
    }
    in.readEndArray();
    return List.copyOf(all);
  }
}
