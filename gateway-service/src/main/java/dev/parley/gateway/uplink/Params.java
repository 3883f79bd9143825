package dev.parley.gateway.uplink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.envelope.RawJson;
import java.io.IOException;
import java.util.Collection;

/**
 * The params of one method: from what a client sent to a record of the contracts, strictly (no
 * number where a text is due), and from the record to its canonical JSON. Fields that the record
 * does not have are passed over. Safe from any thread.
 */
final class Params<T> {

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .disable(JsonFactory.Feature.CHARSET_DETECTION)
                  .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                  .build())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addModule(new SimpleModule().addDeserializer(String.class, new TextDeserializer()))
          .build();

  private final ObjectReader reader;
  private final ObjectWriter writer;

  private Params(Class<T> type) {
    this.reader = JSON.readerFor(type);
    this.writer = JSON.writerFor(type);
  }

  static <T> Params<T> of(Class<T> type) {
    return new Params<>(type);
  }

  /**
   * @param params a JSON object in UTF-8
   * @throws InvalidFieldException naming the field that is of the wrong form
   */
  T read(byte[] params) {
    try {
      return reader.readValue(params);
    } catch (JsonMappingException e) {
      throw new InvalidFieldException(path(e), expectation(e));
    } catch (IOException e) {
      throw new InvalidFieldException("params", "cannot be read");
    }
  }

  /** The canonical JSON of what {@link #read} has read. */
  RawJson write(T command) {
    try {
      return RawJson.of(writer.writeValueAsBytes(command));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.isEmpty() ? "params" : path.toString();
  }

  private static String expectation(JsonMappingException e) {
    Class<?> expected = e instanceof MismatchedInputException m ? m.getTargetType() : null;
    if (expected == null) {
      return "has the wrong form";
    }
    if (expected == String.class) {
      return e.getOriginalMessage();
    }
    return Collection.class.isAssignableFrom(expected) ? "must be an array" : "must be an object";
  }
}
