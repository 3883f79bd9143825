package dev.parley.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.parley.contracts.command.Check;
import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.envelope.RawJson;
import java.io.IOException;
import java.util.Collection;

/**
 * One record's JSON: from what a caller sent to the record, strictly (no number where a text is
 * due, no text where a number is, nothing rounded), and from the record to its canonical JSON.
 * Fields that the record does not have are passed over. Safe from any thread.
 *
 * @param <T> the record
 */
public final class StrictJson<T> {

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .disable(JsonFactory.Feature.CHARSET_DETECTION)
                  // Names come from clients: they must not fill the JVM's table of strings.
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                  .build())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          // What is null is not written, but a null that is an application's own stays.
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .addModule(new SimpleModule().addDeserializer(String.class, new TextDeserializer()))
          .build();

  private final ObjectReader reader;
  private final ObjectWriter writer;

  private StrictJson(Class<T> type) {
    this.reader = JSON.readerFor(type);
    this.writer = JSON.writerFor(type);
  }

  /** The JSON of that record. */
  public static <T> StrictJson<T> of(Class<T> type) {
    return new StrictJson<>(type);
  }

  /**
   * Reads what a caller sent; whether the values are allowed is not looked at.
   *
   * @param json an object in UTF-8
   * @throws InvalidFieldException naming the field that is of the wrong form
   */
  public T read(byte[] json) {
    try {
      return reader.readValue(json);
    } catch (JsonMappingException e) {
      throw new InvalidFieldException(path(e), expectation(e));
    } catch (IOException e) {
      throw new InvalidFieldException("params", "cannot be read");
    }
  }

  /** The canonical JSON of what {@link #read} has read. */
  public RawJson write(T value) {
    try {
      return RawJson.of(writer.writeValueAsBytes(value));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else if (Check.isId(step.getFieldName())) {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
      // Else it is a name that the client made up: of whatever length and characters.
    }
    return path.isEmpty() ? "params" : path.toString();
  }

  private static String expectation(JsonMappingException e) {
    Class<?> expected = expected(e);
    if (expected == null) {
      return "has the wrong form";
    }
    if (expected == String.class) {
      return e.getOriginalMessage();
    }
    if (expected == Boolean.class) {
      return "must be true or false";
    }
    if (expected == Double.class) {
      return "must be a number";
    }
    if (expected == Integer.class || expected == int.class) {
      return "must be a whole number of 32 bits";
    }
    if (expected == Long.class || expected == long.class) {
      return "must be a whole number of 64 bits";
    }
    return Collection.class.isAssignableFrom(expected) ? "must be an array" : "must be an object";
  }

  private static Class<?> expected(JsonMappingException e) {
    if (e.getCause() instanceof InputCoercionException outOfRange) {
      return outOfRange.getTargetType();
    }
    return e instanceof MismatchedInputException other ? other.getTargetType() : null;
  }
}
