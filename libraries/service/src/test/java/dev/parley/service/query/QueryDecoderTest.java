package dev.parley.service.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.MalformedException;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.envelope.ReplyTo;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.query.GetConversation;
import dev.parley.contracts.query.QueryType;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryDecoderTest {

  private static final ReplyTo REPLY_TO = new ReplyTo("n", "s", 1);

  private final QueryDecoder decoder = new QueryDecoder(List.of(new Echo()));

  @Test
  void query_goes_to_the_handler_of_its_type_with_the_asker() {
    Question question = decode(QueryType.GET_CONVERSATION, "{\"conversationId\":\"c1\"}");

    assertEquals(REPLY_TO, question.envelope().replyTo());
    assertEquals("ann asks for c1", question.answer().await().indefinitely());
  }

  @Test
  void checks_of_the_gateway_are_repeated() {
    assertEquals(
        "conversationId must be 1 to 128 letters, digits, '_' or '-'",
        refusal(QueryType.GET_CONVERSATION, "{}").reply().message());
  }

  @Test
  void payload_of_another_form_is_refused_without_quoting_it() {
    Refusal refusal = refusal(QueryType.GET_CONVERSATION, "{\"conversationId\":[\"secret\"]}");

    assertEquals(ErrorCode.INVALID_PARAMS.code(), refusal.reply().code());
    assertEquals("conversationId must be a string", refusal.reply().message());
  }

  @Test
  void unknown_type_is_told_and_kept() {
    Refusal refusal = refusal("conversation:explode", "{}");

    assertEquals(ErrorCode.METHOD_NOT_FOUND.code(), refusal.reply().code());
    assertEquals(QueryOutcome.REJECTED, refusal.outcome());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "[]", "{}", "{\"id\":\"e\"}"})
  void what_is_no_envelope_has_nobody_to_answer(String text) {
    byte[] entry = text.getBytes(StandardCharsets.UTF_8);
    assertThrows(MalformedException.class, () -> decoder.decode(entry));
  }

  @Test
  void query_without_anybody_to_answer_is_malformed() {
    byte[] entry = entry(QueryType.GET_CONVERSATION, "{\"conversationId\":\"c1\"}", null);
    assertThrows(MalformedException.class, () -> decoder.decode(entry));
  }

  private Refusal refusal(String type, String payload) {
    return decode(type, payload)
        .answer()
        .map(
            answer -> {
              throw new AssertionError("answered: " + answer);
            })
        .onFailure(failure -> !(failure instanceof AssertionError))
        .recoverWithItem(Refusal::of)
        .map(Refusal.class::cast)
        .await()
        .indefinitely();
  }

  private Question decode(String type, String payload) {
    return decoder.decode(entry(type, payload, REPLY_TO));
  }

  private static byte[] entry(String type, String payload, ReplyTo replyTo) {
    return EnvelopeCodec.encode(
        new Envelope("e", type, "ann", 0, "ann", replyTo, RawJson.of(payload)));
  }

  private static final class Echo implements QueryHandler<GetConversation> {

    @Override
    public String type() {
      return QueryType.GET_CONVERSATION;
    }

    @Override
    public Class<GetConversation> payloadType() {
      return GetConversation.class;
    }

    @Override
    public Uni<?> answer(GetConversation query, String user) {
      return Uni.createFrom().item(user + " asks for " + query.conversationId());
    }
  }
}
