package dev.parley.gateway.uplink;

import static dev.parley.gateway.uplink.Calls.call;
import static dev.parley.gateway.uplink.Calls.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.contracts.id.ConversationIds;
import dev.parley.gateway.testing.Client;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreationTest {

  private static final String CREATE = "conversation:create";

  @Test
  void direct_goesToThePartitionOfItsMessages() {
    Command command = call(CREATE, "{'type':'direct','memberIds':['bob']}");

    assertEquals(CREATE, command.type());
    assertEquals(Way.COMMAND, command.way());
    assertEquals(ConversationIds.direct("bob", "ann"), command.key());
    assertEquals("{\"type\":\"direct\",\"memberIds\":[\"bob\"]}", command.payload().text());
  }

  @Test
  void direct_withOneselfIsRefused() {
    assertEquals(
        "memberIds[0] must be another user than the caller",
        refusal(CREATE, "{'type':'direct','memberIds':['ann']}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"group", "channel"})
  void others_goToThePartitionOfTheirMessages(String type) {
    Command command =
        call(CREATE, "{'type':'" + type + "','memberIds':['bob'],'clientConversationId':'k1'}");

    assertEquals(ConversationIds.created("ann", "k1"), command.key());
    assertEquals(
        "{'type':'%s','memberIds':['bob'],'clientConversationId':'k1'}"
            .formatted(type)
            .replace('\'', '"'),
        command.payload().text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"group", "channel"})
  void others_areNamedWhenTheClientDoesNot(String type) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      Command command = call(CREATE, "{'type':'" + type + "','title':'Cats'}");

      JsonNode payload = Client.parse(command.payload().text());
      String name = payload.get("clientConversationId").asText();
      assertTrue(names.add(name), name);
      assertEquals(ConversationIds.created("ann", name), command.key());
      assertEquals("Cats", payload.get("title").asText());
      assertEquals(3, payload.size(), command.payload().text());
    }
  }

  @Test
  void others_mayNameTheCaller() {
    call(CREATE, "{'type':'group','memberIds':['ann','bob'],'clientConversationId':'k1'}");
  }

  @Test
  void others_areOfTheCaller() {
    String params = "{'type':'group','clientConversationId':'k1'}";

    assertNotEquals(ConversationIds.created("bob", "k1"), call(CREATE, params).key());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                             | type must be \"direct\"",
        "{'type':'crowd','memberIds':['b']}             | type must be \"direct\"",
        "{'type':'direct'}                              | memberIds is missing",
        "{'type':'direct','memberIds':'bob'}            | memberIds must be an array",
        "{'type':'direct','memberIds':[]}               | memberIds must have exactly 1",
        "{'type':'direct','memberIds':['b','c']}        | memberIds must have exactly 1",
        "{'type':'direct','memberIds':[null]}           | memberIds[0] must be 1 to",
        "{'type':'direct','memberIds':[5]}              | memberIds[0] must be a string",
        "{'type':'direct','memberIds':['a b']}          | memberIds[0] must be 1 to",
        "{'type':'direct','memberIds':[['b']]}          | memberIds[0] must be a string",
        "{'type':'direct','memberIds':['b'],'title':''} | title must be absent in a direct",
        "{'type':'direct','memberIds':['b'],'clientConversationId':'k'} | clientConversationId must be absent",
        "{'type':'group','clientConversationId':''}     | clientConversationId must be 1 to",
        "{'type':'group','clientConversationId':'a b'}  | clientConversationId must be 1 to",
        "{'type':'group','memberIds':['a b']}           | memberIds[0] must be 1 to",
        "{'type':'group','avatarUrl':'cat.png'}         | avatarUrl must be an http or https URL",
        "{'type':'group','metadata':[]}                 | metadata must be an object",
      })
  void create_refusesAndNamesTheField(String params, String message) {
    String refusal = refusal(CREATE, params);

    assertTrue(refusal.startsWith(message), refusal);
  }
}
