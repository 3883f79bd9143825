package dev.parley.gateway.downlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.gateway.session.Deadlines;
import dev.parley.gateway.session.Frame;
import dev.parley.gateway.session.Identity;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.session.Sessions;
import dev.parley.gateway.session.WireProtocol;
import dev.parley.gateway.testing.FakeTransport;
import dev.parley.gateway.testing.Rates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class HandoverTest {

  /** An event loop that runs a task when the test says so. */
  private static final class Loop implements Executor {
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    void run() {
      tasks.remove().run();
    }
  }

  private final Sessions sessions =
      new Sessions(
          new Deadlines(Duration.ofSeconds(1), System::nanoTime),
          Rates.plenty(),
          new Session.Limits(1, 1_000));
  private final Loop one = new Loop();
  private final Loop two = new Loop();
  private final FakeTransport first = new FakeTransport(one, FakeTransport.PLAIN);
  private final FakeTransport second = new FakeTransport(one, FakeTransport.PLAIN);
  private final FakeTransport third = new FakeTransport(two, FakeTransport.PLAIN);
  private final Handover handover = new Handover();

  @Test
  void run_putsOneTaskPerLoopIntoItsQueue() {
    Session ann = ready(first);
    Session bob = ready(second);
    Session eve = ready(third);
    for (int i = 0; i < 3; i++) {
      handover.tell(ann, Frame.of("a" + i, Frame.Kind.EVENT));
      handover.tell(eve, Frame.of("e" + i, Frame.Kind.EVENT));
      handover.tell(bob, Frame.of("b" + i, Frame.Kind.EVENT));
    }

    CompletableFuture<Void> done = handover.run().subscribeAsCompletionStage();

    assertEquals(1, one.tasks.size());
    assertEquals(1, two.tasks.size());
    assertEquals(List.of("hello"), first.written, "never within the call");
    one.run();
    assertEquals(List.of("hello", "a0", "a1", "a2"), first.written);
    assertEquals(List.of("hello", "b0", "b1", "b2"), second.written);
    assertFalse(done.isDone(), "the other loop has not run");
    two.run();
    assertEquals(List.of("hello", "e0", "e1", "e2"), third.written);
    assertTrue(done.isDone());
  }

  @Test
  void actionsAndEvents_keepTheirOrder() {
    Session ann = ready(first);
    handover.tell(ann, Frame.of("1", Frame.Kind.EVENT));
    handover.act(ann, session -> session.tell(Frame.of("2", Frame.Kind.EVENT)));
    handover.tell(ann, Frame.of("3", Frame.Kind.EVENT));

    CompletableFuture<Void> done = handover.run().subscribeAsCompletionStage();
    one.run();

    assertEquals(List.of("hello", "1", "2", "3"), first.written);
    assertTrue(done.isDone());
  }

  @Test
  void run_ofNothingIsDone() {
    assertTrue(handover.run().subscribeAsCompletionStage().isDone());
  }

  @Test
  void run_isDoneAlsoWhenALoopHasEnded() {
    Session ann =
        ready(
            new FakeTransport(
                task -> {
                  throw new RejectedExecutionException();
                },
                FakeTransport.PLAIN));
    handover.tell(ann, Frame.of("1", Frame.Kind.EVENT));

    assertTrue(handover.run().subscribeAsCompletionStage().isDone());
  }

  @Test
  void event_isEncodedOncePerProtocol() {
    int[] encoded = {0};
    WireProtocol counting =
        (name, payload) -> {
          encoded[0]++;
          return FakeTransport.PLAIN.event(name, payload);
        };
    EncodedEvent event = new EncodedEvent("message:new", RawJson.of("{}"));

    Frame frame = event.in(counting);
    assertSame(frame, event.in(counting));
    assertEquals(1, encoded[0]);

    assertEquals("message:new {}", event.in(FakeTransport.PLAIN).text());
  }

  private Session ready(FakeTransport transport) {
    Session session = sessions.open(new Identity("ann", Instant.MAX), transport);
    session.ready(Frame.of("hello", Frame.Kind.EVENT));
    return session;
  }
}
