package dev.parley.gateway.limit;

import static dev.parley.gateway.limit.Admission.Verdict.ADDRESS;
import static dev.parley.gateway.limit.Admission.Verdict.ADMITTED;
import static dev.parley.gateway.limit.Admission.Verdict.NODE;
import static dev.parley.gateway.limit.Admission.Verdict.RATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  private static final long SECOND = 1_000_000_000;

  private long now;
  private final Admission admission = new Admission(new Admission.Limits(5, 3, 10, 100), () -> now);

  @Test
  void node_isFullUntilOneLeaves() {
    for (int i = 0; i < 5; i++) {
      assertEquals(ADMITTED, admission.enter("a" + i));
    }
    assertEquals(NODE, admission.enter("b"));
    assertEquals(5, admission.connections());

    admission.leave("a3");

    assertEquals(ADMITTED, admission.enter("b"));
  }

  @Test
  void address_isFullAndOthersAreNot() {
    for (int i = 0; i < 3; i++) {
      assertEquals(ADMITTED, admission.enter("a"));
    }
    assertEquals(ADDRESS, admission.enter("a"));
    assertEquals(3, admission.connections(), "who is refused does not count");
    assertEquals(ADMITTED, admission.enter("b"));

    admission.leave("a");

    assertEquals(ADMITTED, admission.enter("a"));
  }

  @Test
  void handshakes_haveARate() {
    for (int i = 0; i < 100; i++) {
      admission.enter("a");
    }
    assertEquals(RATE, admission.enter("b"));

    now += SECOND / 10;

    assertEquals(ADMITTED, admission.enter("b"));
    assertEquals(RATE, admission.enter("b"));
  }

  @Test
  void whoHasLeft_isForgotten() {
    for (int i = 0; i < 50; i++) {
      admission.enter("a" + i % 10);
    }
    for (int i = 0; i < 5; i++) {
      admission.leave("a" + i);
    }

    assertEquals(0, admission.connections());
    assertEquals(0, admission.addresses());
  }

  @Test
  void severalThreads_getNoMoreThanThereIs() throws InterruptedException {
    AtomicInteger admitted = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int i = 0; i < 100; i++) {
      String address = "a" + i % 4;
      threads.execute(() -> admitted.addAndGet(admission.enter(address) == ADMITTED ? 1 : 0));
    }
    threads.shutdown();
    assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));

    assertEquals(5, admission.connections());
    assertEquals(5, admitted.get());
  }
}
