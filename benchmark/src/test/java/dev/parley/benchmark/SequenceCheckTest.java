package dev.parley.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SequenceCheckTest {

  private final SequenceCheck check = new SequenceCheck();

  @Test
  void sequence_inOrder_isRight() {
    see(1, 2, 3, 4);
    assertCounts(4, 0, 0, 0);
  }

  @Test
  void sequence_empty_isRight() {
    assertCounts(0, 0, 0, 0);
  }

  @Test
  void sequence_withAHole_missesWhatIsInIt() {
    see(1, 2, 5);
    assertCounts(5, 0, 0, 2);
  }

  @Test
  void sequence_notFromOne_missesTheBeginning() {
    see(2);
    assertCounts(2, 0, 0, 1);
  }

  @Test
  void sequence_twiceTheSame_isADuplicate() {
    see(1, 2, 2, 1);
    assertCounts(2, 2, 0, 0);
  }

  @Test
  void sequence_lateOne_isAReorderAndNoLongerMissing() {
    see(1, 3, 2, 4);
    assertCounts(4, 0, 1, 0);
  }

  @Test
  void sequence_lateOneTwice_isAReorderAndADuplicate() {
    see(1, 3, 2, 2);
    assertCounts(3, 1, 1, 0);
  }

  @Test
  void sequence_hugeHole_isCountedInBoundedMemory() {
    see(1, 1_000_000_002);
    assertCounts(1_000_000_002, 0, 0, 1_000_000_000);
  }

  @Test
  void sequence_noNumber_isADuplicateNotAHole() {
    see(-1);
    assertCounts(0, 1, 0, 0);
  }

  private void see(long... seqs) {
    for (long seq : seqs) {
      check.saw(seq);
    }
  }

  private void assertCounts(long last, long duplicates, long reordered, long missing) {
    assertEquals(last, check.last());
    assertEquals(duplicates, check.duplicates());
    assertEquals(reordered, check.reordered());
    assertEquals(missing, check.missing());
  }
}
