package dev.parley.gateway.uplink;

import static dev.parley.gateway.uplink.Calls.call;
import static dev.parley.gateway.uplink.Calls.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.InvalidFieldException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What JSON may be written for which type of field. */
class ParamsTest {

  private static final String UPDATE = "conversation:update";

  @ParameterizedTest
  @ValueSource(strings = {"7", "true", "1.5", "['c']", "{}", "[]"})
  void text_isAString(String json) {
    assertEquals(
        "conversationId must be a string",
        refusal("conversation:get", "{'conversationId':" + json + "}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud83d\\ud83d\\ude00", "\\ude00\\ud83d", "\\ud800", "a\\udfffb"})
  void text_isUnicode(String text) {
    String sentence = " must be Unicode, it has half a surrogate pair";
    assertEquals(
        "content.text" + sentence,
        refusal(
            "message:send",
            "{'conversationId':'c','clientMessageId':'m','content':{'type':'text','text':'"
                + text
                + "'}}"));
    assertEquals(
        "title" + sentence, refusal(UPDATE, "{'conversationId':'c','title':'" + text + "'}"));
    assertEquals(
        "emoji" + sentence, refusal("message:react", "{'messageId':'c:1','emoji':'" + text + "'}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'1'",
        "''",
        "1.5",
        "1.0",
        "1e3",
        "true",
        "[]",
        "[1]",
        "{}",
        "9223372036854775808"
      })
  void long_isAWholeNumber(String json) {
    String sentence = " must be a whole number of 64 bits";
    assertEquals(
        "seq" + sentence, refusal("message:read", "{'conversationId':'c','seq':" + json + "}"));
    String inMap = refusal("sync", "{'positions':{'c':" + json + "}}");
    assertTrue(inMap.startsWith("positions") && inMap.endsWith(sentence), inMap);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'1'", "''", "1.5", "1.0", "1e1", "false", "[]", "[1]", "{}", "2147483648"})
  void integer_isAWholeNumber(String json) {
    assertEquals(
        "limit must be a whole number of 32 bits",
        refusal("conversation:list", "{'limit':" + json + "}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'1.5'", "''", "true", "[]", "[1.5]", "{}"})
  void double_isANumber(String json) {
    assertEquals(
        "content.location.latitude must be a number", refusal("message:send", location(json)));
  }

  @Test
  void double_mayBeWhole() {
    assertTrue(call("message:send", location("48")).payload().text().contains("\"latitude\":48.0"));
  }

  @Test
  void double_isFinite() {
    for (String json : new String[] {"1e999", "-1e999", "'NaN'", "'Infinity'"}) {
      assertEquals(
          "content.location.latitude must be -90 to 90", refusal("message:send", location(json)));
    }
    assertTrue(refusal(UPDATE, metadata("1e999")).startsWith("metadata must be a JSON object"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'true'", "'false'", "''", "0", "1", "1.0", "[]", "[true]", "{}"})
  void boolean_isTrueOrFalse(String json) {
    assertEquals(
        "muted must be true or false",
        refusal("conversation:mute", "{'conversationId':'c','muted':" + json + "}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'x'", "''", "1", "1.5", "true", "{}"})
  void list_isAnArray(String json) {
    assertEquals(
        "userIds must be an array",
        refusal("conversation:add", "{'conversationId':'c','userIds':" + json + "}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'x'", "''", "1", "1.5", "true", "[]"})
  void object_isAnObject(String json) {
    assertEquals("positions must be an object", refusal("sync", "{'positions':" + json + "}"));
    assertEquals("metadata must be an object", refusal(UPDATE, withMetadata(json)));
    assertEquals(
        "content must be an object",
        refusal("message:edit", "{'messageId':'c:1','content':" + json + "}"));
  }

  @Test
  void nothing_isLeftToTheCheck() {
    assertEquals("seq is missing", refusal("message:read", "{'conversationId':'c','seq':null}"));
    assertEquals("positions.c is missing", refusal("sync", "{'positions':{'c':null}}"));
    assertEquals("{}", call("conversation:list", "{'limit':null}").payload().text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'a':1,'b':[true,null,'x',{'c':-1.5}],'d':{}}",
        "{'null':null}",
        "{'big':123456789012345678901234567890}",
        "{'ключ':'значение 😀','':''}",
        "{}"
      })
  void metadata_isPassedOnAsItIs(String json) {
    assertEquals(
        withMetadata(json).replace('\'', '"'), call(UPDATE, withMetadata(json)).payload().text());
  }

  @Test
  void metadata_isUnicode() {
    String sentence = " must be Unicode, it has half a surrogate pair";
    assertEquals("metadata.x" + sentence, refusal(UPDATE, metadata("'\\ud800'")));
    assertTrue(refusal(UPDATE, metadata("[{'b':'\\udfff'}]")).endsWith(sentence));
    // Of a name Jackson says so itself.
    assertTrue(refusal(UPDATE, metadata("{'\\ud800':1}")).startsWith("metadata "));
    assertTrue(refusal(UPDATE, withMetadata("{'\\ud800':1}")).startsWith("metadata "));
  }

  @Test
  void metadata_isOfSoManyBytesAndLevels() {
    int around = "{'x':''}".length();
    call(UPDATE, metadata("'" + "x".repeat(4096 - around) + "'"));
    String sentence = "metadata must be a JSON object of at most 4096 bytes of UTF-8 and 8 levels";
    assertEquals(sentence, refusal(UPDATE, metadata("'" + "x".repeat(4097 - around) + "'")));
    call(UPDATE, metadata("[".repeat(7) + "]".repeat(7)));
    assertEquals(sentence, refusal(UPDATE, metadata("[".repeat(8) + "]".repeat(8))));
    assertEquals(sentence, refusal(UPDATE, metadata("[".repeat(60) + "]".repeat(60))));
  }

  @Test
  void refusal_neverRepeatsANameThatTheClientMadeUp() {
    assertEquals(
        "positions must be a whole number of 64 bits",
        refusal("sync", "{'positions':{'a b" + "x".repeat(10_000) + "':'1'}}"));
    assertEquals(
        "positions must be 1 to 128 letters, digits, '_' or '-'",
        refusal("sync", "{'positions':{'" + "x".repeat(10_000) + "':1}}"));
  }

  @Test
  void duplicateFields_areReadOrRefusedButNeverAnotherException() {
    for (String field : new String[] {"'conversationId':'c'", "'clientMessageId':'m'"}) {
      String params =
          "{'conversationId':'c','clientMessageId':'m','content':{'type':'text','text':'a'},"
              + field
              + "}";
      try {
        assertEquals("c", call("message:send", params).key());
      } catch (InvalidFieldException coded) {
        assertTrue(coded.getMessage().contains(" "), coded.getMessage());
      }
    }
  }

  private static String location(String latitude) {
    return "{'conversationId':'c','clientMessageId':'m','content':{'type':'location',"
        + "'location':{'latitude':"
        + latitude
        + ",'longitude':0}}}";
  }

  /** Metadata with one member. */
  private static String metadata(String member) {
    return withMetadata("{'x':" + member + "}");
  }

  private static String withMetadata(String json) {
    return "{'conversationId':'c','metadata':" + json + "}";
  }
}
