package dev.parley.presence.view;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import dev.parley.contracts.presence.PresenceView;
import java.io.IOException;

/**
 * Writes views as Jackson would by itself, without asking each of its fields how: an answer has a
 * thousand of them. Thread-safe.
 */
final class ViewWriter extends JsonSerializer<PresenceView> {

  private static final SerializableString USER_ID = new SerializedString("userId");
  private static final SerializableString STATUS = new SerializedString("status");
  private static final SerializableString TEXT = new SerializedString("text");
  private static final SerializableString EXPIRES_AT = new SerializedString("expiresAt");
  private static final SerializableString LAST_SEEN = new SerializedString("lastSeen");
  private static final SerializableString REVISION = new SerializedString("revision");

  @Override
  public void serialize(PresenceView view, JsonGenerator json, SerializerProvider serializers)
      throws IOException {
    json.writeStartObject(view);
    write(json, USER_ID, view.userId());
    write(json, STATUS, view.status());
    write(json, TEXT, view.text());
    write(json, EXPIRES_AT, view.expiresAt());
    write(json, LAST_SEEN, view.lastSeen());
    json.writeFieldName(REVISION);
    json.writeNumber(view.revision());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, SerializableString name, Object value)
      throws IOException {
    if (value != null) {
      json.writeFieldName(name);
      json.writeString(value.toString());
    }
  }
}
