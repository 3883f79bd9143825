package dev.parley.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompareTableTest {

  private static final String HEAD =
      """
      | run | figure | Parley | Socket.IO | Parley / Socket.IO |
      |---|---|---|---|---|
      """;

  private final CompareTable table = new CompareTable();
  private final CompareTable.Run run = table.begin("sends");

  @Test
  void table_ofSeveralRounds_hasMeansEachRoundAndRatios() {
    run.add(Contender.PARLEY, outcome("kept", 9_000, 2.0));
    run.add(Contender.SOCKETIO, outcome("3 reordered", 1_000, 4.0));
    run.add(Contender.PARLEY, outcome("kept", 11_000, 2.0));
    run.add(Contender.SOCKETIO, outcome("kept", 3_000, 6.0));
    assertEquals(
        HEAD
            + """
            | sends | acknowledged/s | 10,000 (9,000, 11,000) | 2,000 (1,000, 3,000) | 5.00 |
            | sends | ack p50 ms | 2.0 (2.0, 2.0) | 5.0 (4.0, 6.0) | 0.40 |
            | sends | invariants | kept; kept | 3 reordered; kept |  |
            """,
        table.toString());
  }

  @Test
  void table_ofOneRound_hasItsFiguresAlone() {
    run.add(Contender.PARLEY, outcome("kept", 9_000, 2.0));
    run.add(Contender.SOCKETIO, outcome("kept", 1_000, 0.0));
    assertEquals(
        HEAD
            + """
            | sends | acknowledged/s | 9,000 | 1,000 | 9.00 |
            | sends | ack p50 ms | 2.0 | 0.0 | – |
            | sends | invariants | kept | kept |  |
            """,
        table.toString());
  }

  @Test
  void run_thatCouldNotBeMade_isToldWithWhatThereIs() {
    run.failed(Contender.PARLEY, "no | here");
    run.add(Contender.SOCKETIO, outcome("kept", 1_000, 4.0));
    assertEquals(
        HEAD
            + """
            | sends | acknowledged/s | – | 1,000 | – |
            | sends | ack p50 ms | – | 4.0 | – |
            | sends | invariants | failed: no / here | kept |  |
            """,
        table.toString());
  }

  private static Outcome outcome(String verdict, double rate, double latency) {
    return new Outcome() {
      @Override
      public boolean isGood() {
        return verdict.equals("kept");
      }

      @Override
      public String verdict() {
        return verdict;
      }

      @Override
      public List<Figure> figures() {
        return List.of(
            new Figure("acknowledged/s", "%,.0f", rate), new Figure("ack p50 ms", "%.1f", latency));
      }

      @Override
      public String text() {
        return "";
      }
    };
  }
}
