package dev.parley.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.local.LocalRunException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PhaseTest {

  private final List<Integer> begun = new ArrayList<>();

  @Test
  void phase_ofMany_hasThirtyTwoUnderWay() {
    Phase<Integer> phase = phase(100);
    phase.begin();
    assertEquals(32, begun.size());
    phase.done();
    phase.done();
    assertEquals(34, begun.size());
  }

  @Test
  void phase_allDone_ends() {
    Phase<Integer> phase = phase(40);
    phase.begin();
    for (int i = 0; i < 40; i++) {
      phase.done();
    }
    phase.await();
    assertEquals(IntStream.range(0, 40).boxed().toList(), begun);
  }

  @Test
  void phase_ofNobody_ends() {
    Phase<Integer> phase = phase(0);
    phase.begin();
    phase.await();
  }

  @Test
  void phase_failed_saysWhyAndBeginsNothingMore() {
    Phase<Integer> phase = phase(100);
    phase.begin();
    phase.failIfUnderWay("no server");
    phase.done();
    assertEquals(32, begun.size());
    String sentence = assertThrows(LocalRunException.class, phase::await).getMessage();
    assertEquals("Failed while counting: no server", sentence);
  }

  @Test
  void phase_failedAfterItsEnd_hasNotFailed() {
    Phase<Integer> phase = phase(1);
    phase.begin();
    phase.done();
    phase.failIfUnderWay("too late");
    phase.await();
  }

  private Phase<Integer> phase(int count) {
    return new Phase<>("counting", IntStream.range(0, count).boxed().toList(), begun::add);
  }
}
