package dev.parley.cache.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The answer to a question for several values: those that are JSON as they are, others as base64.
 */
final class ReadJson {

  private static final JsonFactory JSON = new JsonFactory();

  private ReadJson() {}

  static byte[] write(List<String> keys, Cache.Read read) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("values");
      for (int i = 0; i < keys.size(); i++) {
        write(json, keys.get(i), read.value(i));
      }
      json.writeEndArray();
      if (read.degraded()) {
        json.writeBooleanField("degraded", true);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void write(JsonGenerator json, String key, CachedValue value) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", key);
    json.writeBooleanField("hit", value != null);
    if (value != null) {
      json.writeStringField("version", value.version());
      json.writeStringField("contentType", value.contentType());
      if (value.isCut()) {
        json.writeBooleanField("tooLarge", true);
      } else if (value.isJson()) {
        json.writeFieldName("json");
        json.writeRawValue(new String(value.body(), StandardCharsets.UTF_8));
      } else {
        json.writeBinaryField("base64", value.body());
      }
    }
    json.writeEndObject();
  }
}
