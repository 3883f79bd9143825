package dev.parley.gateway.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.id.ConversationIds;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MethodsTest {

  @Test
  void find_knowsNoOtherMethod() {
    assertNull(Methods.find("message:explode"));
  }

  @Test
  void sendMessage_goesToThePartitionOfTheConversation() {
    Command command =
        call(
            "message:send",
            "{'conversationId':'c1','clientMessageId':'m1','content':{'type':'text','text':'hi'}}");

    assertEquals("message:send", command.type());
    assertEquals("c1", command.key());
    assertEquals(
        "{'conversationId':'c1','clientMessageId':'m1','content':{'type':'text','text':'hi'}}"
            .replace('\'', '"'),
        command.payload().text());
  }

  @Test
  void payload_isCanonicalWhateverTheClientWrote() {
    Command command =
        call(
            "message:send",
            "{ 'admin':true, 'content':{'text':'\\u0068i 😀','extra':[1,{}],'type':'text'},"
                + "'clientMessageId':'m1', 'conversationId':'c1' }");

    assertEquals(
        "{'conversationId':'c1','clientMessageId':'m1','content':{'type':'text','text':'hi 😀'}}"
            .replace('\'', '"'),
        command.payload().text());
  }

  @Test
  void createConversation_goesToThePartitionOfItsMessages() {
    Command command = call("conversation:create", "{'type':'direct','memberIds':['bob']}");

    assertEquals("conversation:create", command.type());
    assertEquals(ConversationIds.direct("bob", "ann"), command.key());
    assertEquals("{\"type\":\"direct\",\"memberIds\":[\"bob\"]}", command.payload().text());
  }

  @Test
  void createConversation_withOneselfIsRefused() {
    String message = refused("conversation:create", "{'type':'direct','memberIds':['ann']}");

    assertTrue(message.startsWith("memberIds[0]"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                                          | conversationId must be 1 to",
        "{'conversationId':null}                                     | conversationId must be 1 to",
        "{'conversationId':7}                                        | conversationId must be a string",
        "{'conversationId':true}                                     | conversationId must be a string",
        "{'conversationId':1.5}                                      | conversationId must be a string",
        "{'conversationId':['c']}                                    | conversationId must be a string",
        "{'conversationId':{}}                                       | conversationId must be a string",
        "{'conversationId':'a b'}                                    | conversationId must be 1 to",
        "{'conversationId':'c'}                                      | clientMessageId must be 1 to",
        "{'conversationId':'c','clientMessageId':'m'}                | content is missing",
        "{'conversationId':'c','clientMessageId':'m','content':null} | content is missing",
        "{'conversationId':'c','clientMessageId':'m','content':'x'}  | content must be an object",
        "{'conversationId':'c','clientMessageId':'m','content':[]}   | content must be an object",
        "{'conversationId':'c','clientMessageId':'m','content':{}}   | content.type must be \"text\"",
        "{'conversationId':'c','clientMessageId':'m','content':{'type':'text'}}            | content.text must be 1 to",
        "{'conversationId':'c','clientMessageId':'m','content':{'type':'text','text':''}}  | content.text must be 1 to",
        "{'conversationId':'c','clientMessageId':'m','content':{'type':'text','text':9}}   | content.text must be a string",
        "{'conversationId':'c','clientMessageId':'m','content':{'type':'x','text':'a'}}    | content.type must be \"text\"",
        "{'conversationId':'c','clientMessageId':'m','content':{'type':'text','text':'\\ud83d\\ud83d\\ude00'}} | content.text must be Unicode",
        "{'conversationId':'c','clientMessageId':'m','content':{'type':'text','text':'\\ude00\\ud83d'}}       | content.text must be Unicode",
        "{'conversationId':'c','clientMessageId':'m','content':{'type':'text','text':'\\ud800'}} | content.text must be Unicode",
      })
  void sendMessage_refusesAndNamesTheField(String params, String message) {
    String refusal = refused("message:send", params);

    assertTrue(refusal.startsWith(message), refusal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                          | type must be \"direct\"",
        "{'type':'group','memberIds':['b']}          | type must be \"direct\"",
        "{'type':'direct'}                           | memberIds is missing",
        "{'type':'direct','memberIds':'bob'}         | memberIds must be an array",
        "{'type':'direct','memberIds':[]}            | memberIds must have exactly 1",
        "{'type':'direct','memberIds':['b','c']}     | memberIds must have exactly 1",
        "{'type':'direct','memberIds':[null]}        | memberIds[0] must be 1 to",
        "{'type':'direct','memberIds':[5]}           | memberIds[0] must be a string",
        "{'type':'direct','memberIds':['a b']}       | memberIds[0] must be 1 to",
        "{'type':'direct','memberIds':[['b']]}       | memberIds[0] must be a string",
      })
  void createConversation_refusesAndNamesTheField(String params, String message) {
    String refusal = refused("conversation:create", params);

    assertTrue(refusal.startsWith(message), refusal);
  }

  @Test
  void text_ofTheMostBytesIsTakenAndNoMore() {
    String format =
        "{'conversationId':'c','clientMessageId':'m','content':{'type':'text','text':'%s'}}";

    call("message:send", format.formatted("é".repeat(4096)));
    String refusal = refused("message:send", format.formatted("é".repeat(4096) + "x"));

    assertTrue(refusal.contains("8192"), refusal);
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

  private static Command call(String method, String params) {
    return Methods.find(method)
        .command("ann", params.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static String refused(String method, String params) {
    return assertThrows(InvalidFieldException.class, () -> call(method, params)).getMessage();
  }
}
