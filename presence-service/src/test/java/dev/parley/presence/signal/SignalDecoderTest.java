package dev.parley.presence.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.MalformedException;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.envelope.ReplyTo;
import dev.parley.contracts.key.Partitions;
import dev.parley.contracts.presence.SetPresence;
import dev.parley.contracts.signal.NodeGone;
import dev.parley.contracts.signal.SignalType;
import dev.parley.contracts.signal.UserConnections;
import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalDecoderTest {

  private static final int PARTITIONS = 16;
  private static final ReplyTo SENDER = new ReplyTo("gw", "s1", 7);

  private final SignalDecoder decoder =
      new SignalDecoder(
          new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES),
          PARTITIONS);

  @Test
  void connections_are_read_with_fields_of_later_gateways_passed_over() {
    Signal signal =
        decode(
            "user:connections",
            null,
            "{'node':'gw','number':5,'zone':'a','connections':[{'session':'s1','device':'d',"
                + "'since':1,'idleSince':2,'os':'x'}]}");

    assertEquals(
        new UserConnections("gw", 5, List.of(new UserConnections.Connection("s1", "d", 1, 2))),
        assertInstanceOf(Signal.Connections.class, signal).payload());
    assertEquals("ann", signal.entry().user());
    assertFalse(signal.entry().again());
    assertEquals(1_795_000_000_000L, signal.entry().takenAt());
  }

  @Test
  void other_signals_are_read() {
    assertEquals(
        new SetPresence("dnd", "Hi", 60L),
        assertInstanceOf(
                Signal.Choice.class,
                decode(
                    "presence:set", SENDER, "{'status':'dnd','text':'Hi','expiresInSeconds':60}"))
            .payload());
    assertInstanceOf(Signal.Choice.class, decode("presence:set", null, "{}"));
  }

  @Test
  void dead_node_is_a_signal_for_each_of_its_users() {
    List<String> users = neighbours(SignalType.MAX_USERS);

    List<Signal> signals = decodeAbout(SignalType.NODE_GONE, users);

    assertEquals(users, signals.stream().map(Signal::user).toList());
    for (Signal signal : signals) {
      assertEquals(
          new NodeGone("gw", 9, users), assertInstanceOf(Signal.Gone.class, signal).payload());
      assertEquals(0, signal.entry().index());
    }
  }

  @Test
  void what_is_due_is_a_signal_for_each_of_the_users() {
    List<String> users = neighbours(SignalType.MAX_USERS);

    List<Signal> signals = decodeAbout(SignalType.DUE, users);

    assertEquals(users, signals.stream().map(Signal::user).toList());
    for (Signal signal : signals) {
      assertInstanceOf(Signal.Due.class, signal);
      assertEquals(0, signal.entry().index());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SignalType.NODE_GONE, SignalType.DUE})
  void too_many_users_are_poison(String type) {
    List<String> users = neighbours(SignalType.MAX_USERS + 1);

    assertThrows(MalformedException.class, () -> decodeAbout(type, users));
  }

  @ParameterizedTest
  @ValueSource(strings = {SignalType.NODE_GONE, SignalType.DUE})
  void user_of_another_partition_is_poison(String type) {
    assertNotEquals(partition("ann"), partition("bob"));

    assertThrows(MalformedException.class, () -> decodeAbout(type, List.of("ann", "bob")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user:node-gone | {'since':9,'users':['ann']}",
        "user:node-gone | {'node':'gw','since':9}",
        "user:node-gone | {'node':'gw','since':9,'users':[]}",
        "user:node-gone | {'node':'gw','since':9,'users':[null]}",
        "user:node-gone | {'node':'gw','since':9,'users':'ann'}",
        "user:due | {}",
        "user:due | {'users':[]}",
        "user:due | {'users':[null]}",
        "user:due | {'users':'ann'}"
      })
  void users_without_what_is_needed_are_poison(String type, String payload) {
    assertThrows(MalformedException.class, () -> decode(type, null, payload));
  }

  @Test
  void redelivery_is_noted() {
    Entries entries =
        new Entries(List.of(envelope("ann", "ann", "user:due", null, "{'users':['ann']}")), 2, 5);

    assertTrue(
        decoder.decode(entries.payloads().get(0), 0, metadata(entries)).get(0).entry().again());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'node':'gw','number':1}",
        "{'number':1,'connections':[]}",
        "{'node':'gw','number':1,'connections':[null]}",
        "{'node':'gw','number':1,'connections':[{'device':'d'}]}",
        "{'node':'gw','number':'many','connections':[]}"
      })
  void connections_without_what_is_needed_are_poison(String payload) {
    assertThrows(MalformedException.class, () -> decode("user:connections", null, payload));
  }

  @Test
  void other_poison_is_refused() {
    assertThrows(MalformedException.class, () -> decode("user:unknown", null, "{}"));
    assertThrows(MalformedException.class, () -> decode("presence:set", null, "{'text':[1]}"));
    Entries stranger =
        new Entries(List.of(envelope("ann", "bob", "user:due", null, "{'users':['ann']}")), 1, 5);
    assertThrows(
        MalformedException.class,
        () -> decoder.decode(stranger.payloads().get(0), 0, metadata(stranger)));
    assertThrows(
        MalformedException.class,
        () -> decoder.decode("{}".getBytes(StandardCharsets.UTF_8), 0, metadata(stranger)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "presence:set | {'status':'busy'} | invalid_params | status must be",
        "presence:set | {'expiresInSeconds':0} | invalid_params | expiresInSeconds must be",
        "presence:set | {'text':{'a':1}} | invalid_params | params are not those of presence:set",
        "presence:new | {} | method_not_found | no signal presence:new"
      })
  void whoever_waits_for_an_answer_is_told(
      String type, String payload, String code, String message) {
    Signal.Refused refused = assertInstanceOf(Signal.Refused.class, decode(type, SENDER, payload));

    assertEquals(code, refused.reply().code());
    assertTrue(refused.reply().message().startsWith(message), refused.reply().message());
    assertEquals(SENDER, refused.entry().replyTo());
  }

  @Test
  void refused_text_is_not_repeated() {
    Signal.Refused refused =
        assertInstanceOf(
            Signal.Refused.class,
            decode("presence:set", SENDER, "{'text':'" + "secret".repeat(100) + "'}"));

    assertFalse(refused.reply().message().contains("secret"));
  }

  private Signal decode(String type, ReplyTo replyTo, String payload) {
    Entries entries =
        new Entries(List.of(envelope("ann", "ann", type, replyTo, payload)), 1, 1_795_000_000_000L);
    List<Signal> signals = decoder.decode(entries.payloads().get(0), 0, metadata(entries));
    assertEquals(1, signals.size());
    return signals.get(0);
  }

  private List<Signal> decodeAbout(String type, List<String> users) {
    String list = users.stream().collect(Collectors.joining("','", "['", "']"));
    String payload = "{'node':'gw','since':9,'users':" + list + "}";
    Entries entries = new Entries(List.of(envelope("ann", "ann", type, null, payload)), 1, 5);
    return decoder.decode(entries.payloads().get(0), 0, metadata(entries));
  }

  /** Users of ann's partition. */
  private static List<String> neighbours(int count) {
    return Stream.concat(
            Stream.of("ann"),
            IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "u" + i)
                .filter(user -> partition(user) == partition("ann")))
        .limit(count)
        .toList();
  }

  private static int partition(String user) {
    return Partitions.of(user, PARTITIONS);
  }

  private static IncomingRedisStreamMetadata metadata(Entries entries) {
    return entries.batch().entries().get(0);
  }

  private static Envelope envelope(
      String key, String user, String type, ReplyTo replyTo, String payload) {
    Envelope envelope =
        new Envelope("id", type, key, 1, user, replyTo, RawJson.of(payload.replace('\'', '"')));
    assertEquals(envelope, EnvelopeCodec.decode(EnvelopeCodec.encode(envelope)));
    return envelope;
  }
}
