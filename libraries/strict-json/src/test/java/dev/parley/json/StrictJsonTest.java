package dev.parley.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.contracts.command.InvalidFieldException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  record Inner(String name, Double degrees) {}

  record Outer(
      String text,
      Long number,
      Integer limit,
      Boolean flag,
      List<String> names,
      Inner inner,
      Map<String, Object> free) {}

  private static final StrictJson<Outer> FORMAT = StrictJson.of(Outer.class);

  private static Outer read(String json) {
    return FORMAT.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatWasRead_isWrittenWithoutWhatIsUnknownOrNull() {
    Outer outer =
        read("{'text':'a','other':{'x':1},'flag':null,'free':{'kept':null,'n':1},'names':['b']}");

    assertEquals(
        "{'text':'a','names':['b'],'free':{'kept':null,'n':1}}".replace('\'', '"'),
        FORMAT.write(outer).text());
  }

  @Test
  void unicode_comesBackAsItWas() {
    Outer outer = read("{'text':'\\ud83d\\ude00 \\u00e4'}");

    assertEquals("\uD83D\uDE00 ä", outer.text());
    assertEquals("{\"text\":\"\uD83D\uDE00 ä\"}", FORMAT.write(outer).text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'text':7}                        | text must be a string",
        "{'text':'\\ud800'}                | text must be Unicode, it has half a surrogate pair",
        "{'number':'7'}                    | number must be a whole number of 64 bits",
        "{'number':1.0}                    | number must be a whole number of 64 bits",
        "{'limit':3000000000}              | limit must be a whole number of 32 bits",
        "{'flag':'true'}                   | flag must be true or false",
        "{'names':'b'}                     | names must be an array",
        "{'names':['b',null,1]}            | names[2] must be a string",
        "{'inner':[]}                      | inner must be an object",
        "{'inner':{'degrees':'1'}}         | inner.degrees must be a number",
        "{'inner':{'name':{}}}             | inner.name must be a string"
      },
      quoteCharacter = '`')
  void wrongForm_isRefusedByItsField(String json, String sentence) {
    assertEquals(
        sentence, assertThrows(InvalidFieldException.class, () -> read(json)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{'text':}", "{'text':'a'", "nonsense"})
  void whatIsNoJson_isRefused(String json) {
    InvalidFieldException refusal = assertThrows(InvalidFieldException.class, () -> read(json));
    assertEquals("params", refusal.field());
  }

  @Test
  void nameThatTheCallerMadeUp_isNotRepeated() {
    InvalidFieldException refusal =
        assertThrows(
            InvalidFieldException.class, () -> read("{'free':{'<b>\\n':1,'x':" + "[".repeat(2000)));
    assertEquals(-1, refusal.getMessage().indexOf('<'));
  }
}
