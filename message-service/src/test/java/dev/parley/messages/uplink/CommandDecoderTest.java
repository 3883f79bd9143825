package dev.parley.messages.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.command.SendMessage;
import dev.parley.contracts.envelope.MalformedException;
import dev.parley.contracts.reply.ErrorReply;
import dev.parley.messages.TestSettings;
import dev.parley.messages.command.Command;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.command.conversation.CreateConversationHandler;
import dev.parley.messages.command.message.SendMessageHandler;
import dev.parley.messages.conversation.EntryId;
import dev.parley.messages.message.SendKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandDecoderTest {

  private final CommandDecoder decoder =
      new CommandDecoder(
          List.of(
              new SendMessageHandler(TestSettings.defaults()),
              new CreateConversationHandler(TestSettings.defaults())),
          new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES));

  @Test
  void send_is_read_with_what_names_it() {
    Command<?> command = decode(Batch.of().send("ann", "c1", "m1", "Grüße"), true);

    assertEquals("Grüße", assertInstanceOf(SendMessage.class, command.payload()).content().text());
    assertEquals(7, command.index());
    assertTrue(command.redelivered());
    assertEquals("c1", command.conversationId());
    assertEquals(new SendKey("c1", "ann", "m1"), command.sendKey());
    assertEquals("s-ann", command.session());
  }

  @Test
  void create_is_about_the_conversation_of_the_pair() {
    Batch batch = Batch.of().create("ann", "bob");
    Command<?> command = decode(batch, false);

    assertEquals(command.envelope().key(), command.conversationId());
    assertNull(command.sendKey());
    assertFalse(command.redelivered());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "[]", "{}", "{\"id\":\"e\"}", "\u0000"})
  void what_is_no_envelope_has_nobody_to_answer(String text) {
    byte[] entry = text.getBytes(StandardCharsets.UTF_8);
    assertThrows(MalformedException.class, () -> decoder.decode(entry, origin(false)));
  }

  @Test
  void checks_of_the_gateway_are_repeated() {
    ErrorReply reply = refusal(Batch.of().send("ann", "c1", "m1", ""));

    assertEquals("invalid_params", reply.code());
    assertEquals("content.text must be 1 to 8192 bytes of UTF-8", reply.message());
  }

  @Test
  void payload_of_another_form_is_refused_without_quoting_it() {
    ErrorReply reply =
        refusal(Batch.of().command("message:send", "ann", "c1", "{\"content\":\"secret\"}"));

    assertEquals("invalid_params", reply.code());
    assertEquals("params are not those of message:send", reply.message());
  }

  @Test
  void talking_to_oneself_is_refused() {
    assertEquals(
        "memberIds[0] must be another user than the caller",
        refusal(Batch.of().create("ann", "ann")).message());
  }

  @Test
  void unknown_type_is_told_and_kept() {
    Outcome outcome = decide(Batch.of().command("message:explode", "ann", "c1", "{}"));

    assertEquals("method_not_found", ((ErrorReply) outcome.reply()).code());
    assertNotNull(outcome.fault());
  }

  @Test
  void conversation_of_another_partition_s_key_is_a_fault() {
    String payload =
        "{\"conversationId\":\"c1\",\"clientMessageId\":\"m\",\"content\":{\"type\":\"text\",\"text\":\"x\"}}";
    Outcome outcome = decide(Batch.of().command("message:send", "ann", "c2", payload));

    assertEquals("internal", ((ErrorReply) outcome.reply()).code());
    assertInstanceOf(MalformedException.class, outcome.fault());
  }

  private ErrorReply refusal(Batch batch) {
    Outcome outcome = decide(batch);
    assertTrue(outcome.error());
    assertNull(outcome.fault(), "the client's fault, not ours");
    return (ErrorReply) outcome.reply();
  }

  private Outcome decide(Batch batch) {
    return decode(batch, false).decide(null);
  }

  private Command<?> decode(Batch batch, boolean redelivered) {
    return decoder.decode(batch.payloads().get(0), origin(redelivered));
  }

  private static Command.Origin origin(boolean redelivered) {
    return new Command.Origin(7, redelivered, 0, EntryId.NONE);
  }
}
