package dev.parley.contracts.shape;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/** JSON Schema of records, for documents that are made from them. */
public final class RecordSchemas {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode schemas = JSON.createObjectNode();

  /** The schemas of all records so far, by their simple names. */
  public ObjectNode described() {
    return schemas;
  }

  /**
   * The schema of a type that JSON is made of: a record by its name, which is {@link #described}
   * then.
   */
  public ObjectNode of(Type type) {
    ObjectNode schema = JSON.createObjectNode();
    if (type instanceof ParameterizedType generic) {
      if (Collection.class.isAssignableFrom((Class<?>) generic.getRawType())) {
        schema.put("type", "array").set("items", of(generic.getActualTypeArguments()[0]));
        return schema;
      }
      return schema.put("type", "object");
    }
    Class<?> plain = (Class<?>) type;
    if (plain == String.class) {
      return schema.put("type", "string");
    } else if (plain == Instant.class) {
      return schema.put("type", "string").put("format", "date-time");
    } else if (plain == boolean.class || plain == Boolean.class) {
      return schema.put("type", "boolean");
    } else if (plain == double.class || plain == Double.class) {
      return schema.put("type", "number");
    } else if (Set.of(long.class, int.class, Long.class, Integer.class).contains(plain)) {
      return schema.put("type", "integer");
    }
    if (!plain.isRecord()) {
      throw new AssertionError("no schema for " + plain.getName());
    }
    describe(plain);
    return schema.put("$ref", "#/components/schemas/" + plain.getSimpleName());
  }

  private void describe(Class<?> plain) {
    if (schemas.has(plain.getSimpleName())) {
      return;
    }
    ObjectNode schema = schemas.putObject(plain.getSimpleName()).put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    for (RecordComponent component : plain.getRecordComponents()) {
      properties.set(component.getName(), of(component.getGenericType()));
      if (component.getType().isPrimitive()) {
        schema.withArray("required").add(component.getName());
      }
    }
  }
}
