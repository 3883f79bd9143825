package dev.parley.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two users and what a faultless or faulty server might send them. */
class UserTest implements User.Observer {

  private final Tally tally = new Tally();
  private final List<String> told = new ArrayList<>();
  private final User ann = new User(0, "ann", tally, this);
  private final User bob = new User(1, "bob", tally, this);
  private EmbeddedChannel annsChannel;

  @BeforeEach
  void connect() {
    ann.meet(List.of(ann, bob));
    bob.meet(List.of(ann, bob));
    annsChannel = channel(ann);
    channel(bob);
    ann.talkIn("c1");
    bob.talkIn("c1");
  }

  @Test
  void exchange_faultless_isRight() {
    ann.send(System.nanoTime());
    reply(ann, 1, 1);
    deliver(bob, "0-1", 1);
    bob.send(System.nanoTime());
    deliver(ann, "1-1", 2);
    reply(bob, 1, 2);
    assertTrue(standing().isRight(2), standing().toString());
    assertEquals(2, standing().acknowledged());
    assertEquals(2, standing().delivered());
    assertEquals(List.of("answered ann", "answered bob"), told);
    assertNull(tally.firstProblem);
  }

  @Test
  void message_notDelivered_isAwaited() {
    ann.send(System.nanoTime());
    reply(ann, 1, 1);
    assertEquals(1, standing().awaited());
    assertFalse(standing().isRight(2));
  }

  @Test
  void message_notAcknowledged_isOpen() {
    ann.send(System.nanoTime());
    deliver(bob, "0-1", 1);
    assertEquals(1, standing().open());
    assertFalse(standing().isRight(2));
  }

  @Test
  void messages_withAHole_areMissing() {
    ann.send(System.nanoTime());
    ann.send(System.nanoTime());
    reply(ann, 1, 1);
    reply(ann, 2, 2);
    deliver(bob, "0-2", 2);
    assertEquals(1, standing().missing());
    assertFalse(standing().isRight(2));
  }

  @Test
  void message_deliveredTwice_isADuplicate() {
    ann.send(System.nanoTime());
    reply(ann, 1, 1);
    deliver(bob, "0-1", 1);
    deliver(bob, "0-1", 1);
    assertEquals(1, standing().duplicates());
    assertFalse(standing().isRight(2));
  }

  @Test
  void messages_deliveredInTheWrongOrder_areReordered() {
    ann.send(System.nanoTime());
    ann.send(System.nanoTime());
    reply(ann, 1, 1);
    reply(ann, 2, 2);
    deliver(bob, "0-2", 2);
    deliver(bob, "0-1", 1);
    assertEquals(1, standing().reordered());
    assertFalse(standing().isRight(2));
  }

  @Test
  void message_deliveredWithAnotherSeqThanAcknowledged_isAContradiction() {
    ann.send(System.nanoTime());
    ann.send(System.nanoTime());
    reply(ann, 1, 1);
    reply(ann, 2, 2);
    deliver(bob, "0-2", 1);
    deliver(bob, "0-1", 2);
    assertEquals(2, standing().disagreements());
    assertFalse(standing().isRight(2));
  }

  @Test
  void message_ofAStranger_isAContradiction() {
    deliver(bob, "7-1", 1);
    assertEquals(1, standing().disagreements());
  }

  @Test
  void message_nobodySent_isAContradiction() {
    deliver(bob, "0-1", 1);
    assertEquals(1, standing().disagreements());
  }

  @Test
  void send_refused_isAnError() {
    ann.send(System.nanoTime());
    text(ann, "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32003,\"message\":\"no\"}}");
    assertEquals(1, standing().errors());
    assertEquals(0, standing().open());
    assertFalse(standing().isRight(2));
    assertTrue(tally.firstProblem.startsWith("ann: {"), tally.firstProblem);
    assertEquals(List.of("answered ann"), told);
  }

  @Test
  void connection_closed_isADisconnect() {
    annsChannel.close();
    assertEquals(1, standing().disconnects());
    assertFalse(standing().isRight(2));
    assertEquals(List.of("gone ann"), told);
  }

  @Test
  void session_becomesReadyAndGetsItsConversation() {
    text(ann, "{\"jsonrpc\":\"2.0\",\"method\":\"ready\",\"params\":{\"userId\":\"ann\"}}");
    text(ann, "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"conversationId\":\"d-1\"}}");
    text(bob, "{\"jsonrpc\":\"2.0\",\"method\":\"conversation:created\",\"params\":{}}");
    assertEquals(List.of("ready ann", "created ann d-1"), told);
  }

  @Test
  void latencies_countOnlyWhileMeasuring() {
    ann.send(System.nanoTime());
    reply(ann, 1, 1);
    tally.measure(true);
    ann.send(System.nanoTime() - 3_000_000);
    reply(ann, 2, 2);
    assertEquals(1, tally.acknowledgement.getTotalCount());
    assertTrue(tally.acknowledgement.getMaxValue() >= 3_000);
  }

  @Test
  void send_isTheMaskedRequest() {
    annsChannel.releaseOutbound();
    ann.send(System.nanoTime());
    ByteBuf frame = annsChannel.readOutbound();
    assertEquals(0x81, frame.readUnsignedByte());
    assertEquals(0x80 | 126, frame.readUnsignedByte());
    byte[] text = new byte[frame.readUnsignedShort()];
    byte[] mask = new byte[4];
    frame.readBytes(mask).readBytes(text);
    for (int i = 0; i < text.length; i++) {
      text[i] ^= mask[i & 3];
    }
    assertEquals(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"message:send\",\"params\":{\"conversationId\":\"c1\","
            + "\"clientMessageId\":\"0-1\",\"content\":{\"type\":\"text\",\"text\":"
            + "\"The quick brown fox jumps over the lazy dog, and then once more.\"}}}",
        new String(text, StandardCharsets.UTF_8));
    assertEquals(0, frame.readableBytes());
  }

  @Override
  public void ready(User user) {
    told.add("ready " + user.id);
  }

  @Override
  public void created(User user, String conversationId) {
    told.add("created " + user.id + " " + conversationId);
  }

  @Override
  public void answered(User user) {
    told.add("answered " + user.id);
  }

  @Override
  public void gone(User user) {
    told.add("gone " + user.id);
  }

  private Standing standing() {
    return Standing.of(tally, List.of(ann, bob), true);
  }

  private static EmbeddedChannel channel(User user) {
    Connection connection = new Connection("GET /ws HTTP/1.1\r\n\r\n", user);
    user.use(connection);
    return new EmbeddedChannel(connection);
  }

  private static void reply(User user, long request, long seq) {
    text(
        user,
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"result\":{\"conversationId\":\"c1\",\"messageId\":\"c1:%d\",\"seq\":%d,\"sentAt\":\"2026-11-20T10:00:00.123Z\"}}"
            .formatted(request, seq, seq));
  }

  private static void deliver(User user, String clientMessageId, long seq) {
    text(
        user,
        "{\"jsonrpc\":\"2.0\",\"method\":\"message:new\",\"params\":{\"conversationId\":\"c1\",\"messageId\":\"c1:%d\",\"seq\":%d,\"senderId\":\"x\",\"clientMessageId\":\"%s\",\"content\":{\"type\":\"text\",\"text\":\"hi\"},\"sentAt\":\"2026-11-20T10:00:00.123Z\"}}"
            .formatted(seq, seq, clientMessageId));
  }

  private static void text(User user, String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    user.text(bytes, bytes.length);
  }
}
