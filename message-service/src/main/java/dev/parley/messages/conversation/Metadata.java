package dev.parley.messages.conversation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The application's own data of a conversation: an object outside, JSON text where it is kept, so
 * that its names need not be names that MongoDB takes. Thread-safe.
 */
public final class Metadata {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private Metadata() {}

  /** The text of an object; null for none or an empty one. */
  public static String text(Map<String, Object> metadata) {
    try {
      return metadata == null || metadata.isEmpty() ? null : JSON.writeValueAsString(metadata);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The object of a text; null for none. */
  public static Map<String, Object> parse(String text) {
    try {
      return text == null ? null : JSON.readValue(text, OBJECT);
    } catch (JsonProcessingException e) {
      // Without the cause, which quotes it.
      throw new IllegalStateException("stored metadata is no JSON object");
    }
  }
}
