package dev.parley.messages.message;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.command.Content.Attachment;
import dev.parley.contracts.command.Content.Location;
import dev.parley.contracts.command.Content.SystemNote;
import java.util.List;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;

/** {@link Content} as BSON. */
final class ContentBson {

  private ContentBson() {}

  static void write(BsonWriter out, String name, Content content) {
    out.writeStartDocument(name);
    writeFields(out, content);
    out.writeEndDocument();
  }

  /** What is between the start and the end of the document. */
  static void writeFields(BsonWriter out, Content content) {
    out.writeString("type", content.type());
    Bson.write(out, "text", content.text());
    if (content.attachment() != null) {
      write(out, content.attachment());
    }
    if (content.location() != null) {
      write(out, content.location());
    }
    if (content.system() != null) {
      write(out, content.system());
    }
  }

  private static void write(BsonWriter out, Attachment attachment) {
    out.writeStartDocument("attachment");
    out.writeString("url", attachment.url());
    Bson.write(out, "name", attachment.name());
    Bson.write(out, "mimeType", attachment.mimeType());
    if (attachment.size() != null) {
      out.writeInt64("size", attachment.size());
    }
    out.writeEndDocument();
  }

  private static void write(BsonWriter out, Location location) {
    out.writeStartDocument("location");
    out.writeDouble("latitude", location.latitude());
    out.writeDouble("longitude", location.longitude());
    Bson.write(out, "name", location.name());
    out.writeEndDocument();
  }

  private static void write(BsonWriter out, SystemNote note) {
    out.writeStartDocument("system");
    out.writeString("change", note.change());
    Bson.write(out, "userIds", note.userIds() == null ? List.of() : note.userIds());
    out.writeEndDocument();
  }

  static Content read(BsonReader in) {
    String type = null;
    String text = null;
    Attachment attachment = null;
    Location location = null;
    SystemNote system = null;
    in.readStartDocument();
    while (in.readBsonType() != BsonType.END_OF_DOCUMENT) {
      switch (in.readName()) {
        case "type" -> type = in.readString();
        case "text" -> text = in.readString();
        case "attachment" -> attachment = readAttachment(in);
        case "location" -> location = readLocation(in);
        case "system" -> system = readSystem(in);
        default -> in.skipValue();
      }
    }
    in.readEndDocument();
    return new Content(type, text, attachment, location, system);
  }

  private static Attachment readAttachment(BsonReader in) {
    String url = null;
    String name = null;
    String mimeType = null;
    Long size = null;
    in.readStartDocument();
    while (in.readBsonType() != BsonType.END_OF_DOCUMENT) {
      switch (in.readName()) {
        case "url" -> url = in.readString();
        case "name" -> name = in.readString();
        case "mimeType" -> mimeType = in.readString();
        case "size" -> size = in.readInt64();
        default -> in.skipValue();
      }
    }
    in.readEndDocument();
    return new Attachment(url, name, mimeType, size);
  }

  private static Location readLocation(BsonReader in) {
    double latitude = 0;
    double longitude = 0;
    String name = null;
    in.readStartDocument();
    while (in.readBsonType() != BsonType.END_OF_DOCUMENT) {
      switch (in.readName()) {
        case "latitude" -> latitude = in.readDouble();
        case "longitude" -> longitude = in.readDouble();
        case "name" -> name = in.readString();
        default -> in.skipValue();
      }
    }
    in.readEndDocument();
    return new Location(latitude, longitude, name);
  }

  private static SystemNote readSystem(BsonReader in) {
    String change = null;
    List<String> userIds = null;
    in.readStartDocument();
    while (in.readBsonType() != BsonType.END_OF_DOCUMENT) {
      switch (in.readName()) {
        case "change" -> change = in.readString();
        case "userIds" -> userIds = Bson.strings(in);
        default -> in.skipValue();
      }
    }
    in.readEndDocument();
    return new SystemNote(change, userIds);
  }
}
