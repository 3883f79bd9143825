package dev.parley.redisstreams.convert;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.smallrye.reactive.messaging.json.JsonMapping;
import io.vertx.core.json.jackson.DatabindCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.reflect.Type;

/** Objects from JSON, in the way that the application has chosen for all of its messages. */
@ApplicationScoped
class JsonTypes {

  private final Instance<JsonMapping> mappings;
  private final Instance<ObjectMapper> mappers;

  @Inject
  JsonTypes(Instance<JsonMapping> mappings, Instance<ObjectMapper> mappers) {
    this.mappings = mappings;
    this.mappers = mappers;
  }

  Decoder of(Type target) {
    // A mapping knows classes only.
    if (target instanceof Class<?> type && mappings.isResolvable()) {
      JsonMapping mapping = mappings.get();
      return bytes -> something(mapping.fromJson(Decoder.text(bytes), type));
    }
    ObjectMapper mapper = mappers.isResolvable() ? mappers.get() : DatabindCodec.mapper();
    ObjectReader reader =
        mapper
            .readerFor(mapper.constructType(target))
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    return bytes -> something(reader.readValue(bytes));
  }

  private static Object something(Object decoded) {
    return decoded == null ? Decoder.nothing() : decoded;
  }
}
