package dev.parley.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two users and what a faultless or faulty server might send them. */
class UserTest implements User.Observer {

  private final Tally tally = new Tally();
  private final List<String> told = new ArrayList<>();
  private final User ann = new User(0, "ann", JsonRpcDoor::new, tally, this);
  private final User bob = new User(1, "bob", JsonRpcDoor::new, tally, this);
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
    ann.acknowledged(1, 1);
    bob.delivered(0, 1, 1);
    bob.send(System.nanoTime());
    ann.delivered(1, 1, 2);
    bob.acknowledged(1, 2);
    assertTrue(standing().isRight(2), standing().toString());
    assertEquals(2, standing().acknowledged());
    assertEquals(2, standing().delivered());
    assertEquals(List.of("answered ann", "answered bob"), told);
    assertNull(tally.firstProblem);
  }

  @Test
  void message_notDelivered_isAwaited() {
    ann.send(System.nanoTime());
    ann.acknowledged(1, 1);
    assertEquals(1, standing().awaited());
    assertFalse(standing().isRight(2));
  }

  @Test
  void message_notAcknowledged_isOpen() {
    ann.send(System.nanoTime());
    bob.delivered(0, 1, 1);
    assertEquals(1, standing().open());
    assertFalse(standing().isRight(2));
  }

  @Test
  void messages_withAHole_areMissing() {
    ann.send(System.nanoTime());
    ann.send(System.nanoTime());
    ann.acknowledged(1, 1);
    ann.acknowledged(2, 2);
    bob.delivered(0, 2, 2);
    assertEquals(1, standing().missing());
    assertFalse(standing().isRight(2));
  }

  @Test
  void message_deliveredTwice_isADuplicate() {
    ann.send(System.nanoTime());
    ann.acknowledged(1, 1);
    bob.delivered(0, 1, 1);
    bob.delivered(0, 1, 1);
    assertEquals(1, standing().duplicates());
    assertFalse(standing().isRight(2));
  }

  @Test
  void messages_deliveredInTheWrongOrder_areReordered() {
    ann.send(System.nanoTime());
    ann.send(System.nanoTime());
    ann.acknowledged(1, 1);
    ann.acknowledged(2, 2);
    bob.delivered(0, 2, 2);
    bob.delivered(0, 1, 1);
    assertEquals(1, standing().reordered());
    assertFalse(standing().isRight(2));
  }

  @Test
  void message_deliveredWithAnotherSeqThanAcknowledged_isAContradiction() {
    ann.send(System.nanoTime());
    ann.send(System.nanoTime());
    ann.acknowledged(1, 1);
    ann.acknowledged(2, 2);
    bob.delivered(0, 2, 1);
    bob.delivered(0, 1, 2);
    assertEquals(2, standing().disagreements());
    assertFalse(standing().isRight(2));
  }

  @Test
  void message_ofAStranger_isAContradiction() {
    bob.delivered(7, 1, 1);
    assertEquals(1, standing().disagreements());
  }

  @Test
  void message_nobodySent_isAContradiction() {
    bob.delivered(0, 1, 1);
    assertEquals(1, standing().disagreements());
  }

  @Test
  void send_refused_isAnError() {
    ann.send(System.nanoTime());
    ann.refused(1, "no");
    assertEquals(1, standing().errors());
    assertEquals(0, standing().open());
    assertFalse(standing().isRight(2));
    assertEquals("ann: no", tally.firstProblem);
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
    ann.ready();
    ann.created("d-1");
    assertEquals(List.of("ready ann", "created ann d-1"), told);
  }

  @Test
  void latencies_countOnlyWhileMeasuring() {
    ann.send(System.nanoTime());
    ann.acknowledged(1, 1);
    tally.measure(true);
    ann.send(System.nanoTime() - 3_000_000);
    ann.acknowledged(2, 2);
    assertEquals(1, tally.acknowledgement.getTotalCount());
    assertTrue(tally.acknowledgement.getMaxValue() >= 3_000);
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
    return new EmbeddedChannel(user.connect(URI.create("http://127.0.0.1:8080"), "token"));
  }
}
