package dev.parley.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import dev.parley.contracts.command.Check;
import java.io.IOException;

/**
 * Texts and nothing that could be taken for one: no number, and no half of a surrogate pair, which
 * JSON can carry as an escape and UTF-8 cannot.
 */
final class TextDeserializer extends StdScalarDeserializer<String> {

  private static final long serialVersionUID = 1L;

  TextDeserializer() {
    super(String.class);
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      context.reportInputMismatch(this, "must be a string");
    }
    String text = parser.getText();
    if (!Check.isUnicode(text)) {
      context.reportInputMismatch(this, "must be Unicode, it has half a surrogate pair");
    }
    return text;
  }
}
