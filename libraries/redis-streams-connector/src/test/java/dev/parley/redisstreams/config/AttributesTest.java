package dev.parley.redisstreams.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.redisstreams.TestChannels;
import dev.parley.redisstreams.incoming.IncomingConfig;
import dev.parley.redisstreams.outgoing.OutgoingConfig;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributesTest {

  @ParameterizedTest
  @CsvSource({
    "stream=,                                stream is missing",
    "stream=s,                               group must be given",
    "stream=s position=0 group=g,            group must be given",
    "stream=s group=g assignment=all,        assignment is \"all\" and must be one of",
    "stream=s position=0 assignment=shared,  assignment goes with group only",
    "stream=s position=stored,               consumer must be given with position=stored",
    "stream=s group=g batch=often,           batch is \"often\" and must be true or false",
    "stream=s group=g batch=true payload-type=no.Such, payload-type is \"no.Such\" and must be the name",
    "stream=s group=g payload-type=java.lang.String, payload-type goes with batch only",
    "stream=s group=g read-ahead=0,          read-ahead must be a number from 1 to 100000",
    "stream=s group=g max-held-back=x,       max-held-back must be a number from 1 to 100000",
    "stream=s group=g block=PT4S,            block must not be more than half of lease",
    "stream=s group=g failure-strategy=cry,  failure-strategy is \"cry\" and must be one of",
    "stream=s group=g retry-attempts=-1,     retry-attempts must be a number from 0",
    "stream=s group=g retry-delay=PT0S,      retry-delay must be a duration from PT0.001S",
    "stream=s group=g retry-max-delay=PT0.01S, retry-max-delay must not be less than retry-delay",
    "stream=s group=g dead-letter-max-length=0, dead-letter-max-length must be a number from 1",
    "stream=s group=g partitions=many,       partitions must be a number from 0 to 4096",
    "stream=s group=g batch-size=0,          batch-size must be a number from 1 to 5000",
    "stream=s group=g lease=PT0.1S,          lease must be a duration from PT1S",
    "stream=s group=g block=soon,            block must be a duration",
    "stream=s position=now,                  'position must be 0, $, stored, or the id'",
    "stream=s position=0 partitions=2,       partitions must be 0 with position",
    "stream=s group=g trim-read=true,        trim-read goes with position",
    "stream=s position=0 trim-read=yes,      trim-read is \"yes\" and must be true or false",
  })
  void a_wrong_incoming_attribute_is_named(String attributes, String sentence) {
    assertSentence(
        sentence, assertThrows(IllegalArgumentException.class, () -> incoming(attributes)));
  }

  @ParameterizedTest
  @CsvSource({
    "stream=,                       stream is missing",
    "stream=s trim=never,           trim is \"never\" and must be one of",
    "stream=s max-length=-1,        max-length must be a number from 0",
    "stream=s create-stream=maybe,  create-stream is \"maybe\"",
    "stream=s max-pending=0,        max-pending must be a number from 1 to 1000000",
  })
  void a_wrong_outgoing_attribute_is_named(String attributes, String sentence) {
    assertSentence(
        sentence,
        assertThrows(
            IllegalArgumentException.class,
            () -> OutgoingConfig.of(TestChannels.attributes(split(attributes)))));
  }

  @Test
  void defaults_are_those_that_the_documentation_states() {
    IncomingConfig incoming = incoming("stream=s group=g");
    assertEquals(200, incoming.batchSize());
    assertEquals("PT1S", incoming.block().toString());
    assertEquals("PT6S", incoming.lease().toString());
    assertEquals("this-process", incoming.consumer());
    OutgoingConfig outgoing = OutgoingConfig.of(TestChannels.attributes("stream", "s"));
    assertEquals(4096, outgoing.maxPending());
    assertEquals(0, outgoing.maxLength());
    assertTrue(outgoing.createStream());
  }

  private static IncomingConfig incoming(String attributes) {
    return IncomingConfig.of(TestChannels.attributes(split(attributes)), "this-process");
  }

  private static String[] split(String attributes) {
    return Arrays.stream(attributes.split("[ =]", -1)).toArray(String[]::new);
  }

  private static void assertSentence(String expected, IllegalArgumentException actual) {
    assertTrue(
        actual.getMessage().startsWith("Channel 'test': " + expected.replace("\\", "")),
        actual.getMessage());
  }
}
