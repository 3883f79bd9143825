package dev.parley.gateway.uplink;

import static dev.parley.gateway.uplink.Calls.call;
import static dev.parley.gateway.uplink.Calls.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.query.DescribeConversations;
import dev.parley.contracts.query.ListMemberships;
import dev.parley.contracts.query.ListShared;
import dev.parley.contracts.query.ListWatched;
import dev.parley.gateway.testing.Sample;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MethodsTest {

  private static final String SAMPLE = "dev.parley.gateway.testing.Sample#";

  @Test
  void find_knowsNoOtherMethod() {
    for (String name : new String[] {"", "message:explode", "MESSAGE:SEND", "user:connected"}) {
      assertNull(Methods.find(name), name);
    }
  }

  @Test
  void find_knowsNothingOfWhatOnlyServicesAsk() {
    for (String name :
        new String[] {
          ListMemberships.TYPE, DescribeConversations.TYPE, ListShared.TYPE, ListWatched.TYPE
        }) {
      assertNull(Methods.find(name), name);
    }
  }

  @ParameterizedTest
  @MethodSource(SAMPLE + "commands")
  void command_goesToItsConversation(Sample sample) {
    assertPassesOn(Way.COMMAND, sample);
  }

  @ParameterizedTest
  @MethodSource(SAMPLE + "queries")
  void query_goesToAnyReplica(Sample sample) {
    assertPassesOn(Way.QUERY, sample);
  }

  @ParameterizedTest
  @MethodSource(SAMPLE + "modelQueries")
  void modelQuery_goesToAnyReplica(Sample sample) {
    assertPassesOn(Way.MODEL_QUERY, sample);
  }

  @ParameterizedTest
  @MethodSource(SAMPLE + "notices")
  void notice_goesToItsConversation(Sample sample) {
    assertPassesOn(Way.NOTICE, sample);
  }

  @ParameterizedTest
  @MethodSource(SAMPLE + "signals")
  void signal_goesToItsUser(Sample sample) {
    assertPassesOn(Way.SIGNAL, sample);
  }

  @ParameterizedTest
  @MethodSource(SAMPLE + "presenceQueries")
  void presenceQuery_goesToAnyReplica(Sample sample) {
    assertPassesOn(Way.PRESENCE_QUERY, sample);
  }

  @ParameterizedTest
  @MethodSource({
    SAMPLE + "commands",
    SAMPLE + "queries",
    SAMPLE + "modelQueries",
    SAMPLE + "notices",
    SAMPLE + "signals",
    SAMPLE + "presenceQueries"
  })
  void everyMethod_refusesOrTakesWhatIsEmpty(Sample sample) {
    if (Set.of("conversation:list", "conversation:unread", "presence:set")
        .contains(sample.method())) {
      assertEquals("{}", call(sample.method(), "{}").payload().text());
    } else {
      assertNotNull(refusal(sample.method(), "{}"));
    }
  }

  @Test
  void search_inAllConversationsBelongsToTheCaller() {
    assertEquals("ann", call("search", "{'text':'cat'}").key());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "conversation:update  | {'conversationId':'c'}                     | params must have a title, an avatarUrl, metadata or retentionDays",
        "conversation:update  | {'conversationId':'c','retentionDays':-1}  | retentionDays must be 0 to 36500",
        "conversation:delete  | {'conversationId':'a b'}                   | conversationId must be 1 to 128",
        "conversation:join    | {'conversationId':''}                      | conversationId must be 1 to 128",
        "conversation:leave   | {'conversationId':null}                    | conversationId must be 1 to 128",
        "conversation:add     | {'conversationId':'c','userIds':[]}        | userIds must have 1 to 100 entries",
        "conversation:remove  | {'conversationId':'c'}                     | userIds is missing",
        "conversation:role    | {'conversationId':'c','userId':'b','role':'king'} | role must be \"owner\"",
        "conversation:mute    | {'conversationId':'c'}                     | muted is missing",
        "conversation:pin     | {'conversationId':'c'}                     | pinned is missing",
        "conversation:archive | {'conversationId':'c'}                     | archived is missing",
        "message:edit         | {'messageId':'c:1'}                        | content is missing",
        "message:delete       | {'messageId':'c'}                          | messageId must be <conversationId>:<seq>",
        "message:react        | {'messageId':'c:1','emoji':'a b'}          | emoji must have no white space",
        "message:pin          | {'messageId':'c:1'}                        | pinned is missing",
        "message:read         | {'conversationId':'c','seq':0}             | seq must be 1 to 999999999999",
        "message:delivered    | {'conversationId':'c'}                     | seq is missing",
        "typing:start         | {'conversationId':'a b'}                   | conversationId must be 1 to 128",
        "typing:stop          | {}                                         | conversationId must be 1 to 128",
        "conversation:get     | {}                                         | conversationId must be 1 to 128",
        "conversation:list    | {'limit':201}                              | limit must be 1 to 200",
        "conversation:members | {'conversationId':'c','after':''}          | after must be 1 to 128",
        "history              | {'conversationId':'c','beforeSeq':2,'afterSeq':1} | params must have at most one of",
        "sync                 | {}                                         | positions is missing",
        "sync                 | {'positions':{'c':-1}}                     | positions.c must be 0 to 999999999999",
        "search               | {'text':'x'}                               | text must be 2 to 256 bytes",
        "presence:set         | {'status':'offline'}                       | status must be \"online\"",
        "presence:set         | {'status':1}                               | status must be a string",
        "presence:set         | {'expiresInSeconds':0}                     | expiresInSeconds must be 1 to 2592000",
        "presence:get         | {'userIds':[]}                             | userIds must have 1 to 1000 entries",
        "presence:get         | {'userIds':['a b']}                        | userIds[0] must be 1 to 128",
      })
  void refusal_namesFieldAndLimit(String method, String params, String message) {
    String refusal = refusal(method, params);

    assertTrue(refusal.startsWith(message), refusal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                                          | conversationId must be 1 to",
        "{'conversationId':'a b'}                                    | conversationId must be 1 to",
        "{'conversationId':'c'}                                      | clientMessageId must be 1 to",
        "{'conversationId':'c','clientMessageId':'m'}                | content is missing",
        "{'conversationId':'c','clientMessageId':'m','content':null} | content is missing",
        "{'conversationId':'c','clientMessageId':'m','content':{}}   | content.type must be \"text\"",
        "{'conversationId':'c','clientMessageId':'m','content':{'type':'text'}}            | content.text must be 1 to",
        "{'conversationId':'c','clientMessageId':'m','content':{'type':'text','text':''}}  | content.text must be 1 to",
        "{'conversationId':'c','clientMessageId':'m','content':{'type':'x','text':'a'}}    | content.type must be \"text\"",
        "{'conversationId':'c','clientMessageId':'m','content':{'type':'system','text':'a'}}  | content.type must be \"text\"",
        "{'conversationId':'c','clientMessageId':'m','content':{'type':'file','text':'a'}} | content.attachment is missing",
      })
  void sendMessage_refusesAndNamesTheField(String params, String message) {
    String refusal = refusal("message:send", params);

    assertTrue(refusal.startsWith(message), refusal);
  }

  @Test
  void text_ofTheMostBytesIsTakenAndNoMore() {
    String format =
        "{'conversationId':'c','clientMessageId':'m','content':{'type':'text','text':'%s'}}";

    call("message:send", format.formatted("é".repeat(4096)));
    String refusal = refusal("message:send", format.formatted("é".repeat(4096) + "x"));

    assertTrue(refusal.contains("8192"), refusal);
  }

  @Test
  void sync_ofTheMostConversationsIsTakenAndNoMore() {
    call("sync", sync(1_000));

    assertEquals("positions must have at most 1000 entries", refusal("sync", sync(1_001)));
  }

  private static void assertPassesOn(Way way, Sample sample) {
    Command command = call(sample.method(), sample.params());

    assertEquals(
        new Command(way, sample.method(), sample.key("ann"), command.payload()),
        command,
        sample.method());
    assertEquals(sample.json(), command.payload().text());
    assertEquals(sample.json(), call(sample.method(), noisy(sample.params())).payload().text());
  }

  /** The same with what a record does not have, and white space. */
  private static String noisy(String params) {
    return params
        .replaceFirst("\\{", "{ 'admin' : true , 'extra':[1,{'x':[]}],\n")
        .replace(",\n}", "\n}")
        .replace("👍", "\\ud83d\\udc4d");
  }

  private static String sync(int conversations) {
    Map<String, Integer> positions = new HashMap<>();
    IntStream.range(0, conversations).forEach(i -> positions.put("c" + i, i));
    return positions.entrySet().stream()
        .map(position -> "'" + position.getKey() + "':" + position.getValue())
        .collect(Collectors.joining(",", "{'positions':{", "}}"));
  }
}
