package dev.parley.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.gateway.testing.FakeTransport;
import dev.parley.gateway.testing.Rates;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SessionsTest {

  private final Sessions sessions =
      new Sessions(
          new Deadlines(Duration.ofSeconds(1), System::nanoTime),
          Rates.plenty(),
          new Session.Limits(1, 1));

  @Test
  void open_makesASessionThatIsFoundByIdAndByUser() {
    Session phone = open("ann");
    Session laptop = open("ann");
    Session other = open("bob");

    assertNotEquals(phone.id(), laptop.id());
    assertSame(phone, sessions.find(phone.id()));
    assertEquals(List.of(phone, laptop), sessions.ofUser("ann"));
    assertEquals(List.of(other), sessions.ofUser("bob"));
    assertEquals(List.of(), sessions.ofUser("eve"));
    assertEquals(3, sessions.all().size());
  }

  @Test
  void remove_leavesTheOtherSessionsOfTheUser() {
    Session phone = open("ann");
    Session laptop = open("ann");

    sessions.remove(phone);
    sessions.remove(phone);

    assertNull(sessions.find(phone.id()));
    assertEquals(List.of(laptop), sessions.ofUser("ann"));
    assertTrue(phone.isClosed());
    sessions.remove(laptop);
    assertEquals(List.of(), sessions.ofUser("ann"));
    assertEquals(0, sessions.all().size());
  }

  @Test
  void concurrentOpenAndRemove_loseNothing() throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int i = 0; i < 4; i++) {
      threads.execute(
          () -> {
            for (int round = 0; round < 2_000; round++) {
              sessions.remove(open("ann"));
            }
            open("ann");
          });
    }
    threads.shutdown();
    assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));

    assertEquals(4, sessions.ofUser("ann").size());
    assertEquals(4, sessions.all().size());
  }

  private Session open(String user) {
    return sessions.open(new Identity(user, Instant.MAX), new FakeTransport());
  }
}
