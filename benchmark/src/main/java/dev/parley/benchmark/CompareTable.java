package dev.parley.benchmark;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What two contenders did in the same runs, as a table in Markdown. */
final class CompareTable {

  private static final String UNKNOWN = "–";

  private final List<Run> runs = new ArrayList<>();

  /** A further run; what comes out of it is added to the answer. */
  Run begin(String title) {
    Run run = new Run(title);
    runs.add(run);
    return run;
  }

  /** Means over the rounds, in brackets each round, and Parley's mean over the peer's. */
  @Override
  public String toString() {
    String head =
        "| run | figure | %s | %s | %s / %s |%n|---|---|---|---|---|%n"
            .formatted(
                Contender.PARLEY.title(),
                Contender.SOCKETIO.title(),
                Contender.PARLEY.title(),
                Contender.SOCKETIO.title());
    return runs.stream().map(Run::rows).collect(Collectors.joining("", head, ""));
  }

  /** One run, made several times with each contender. */
  static final class Run {

    private final String title;
    private final Map<Contender, List<List<Figure>>> figures = new EnumMap<>(Contender.class);
    private final Map<Contender, List<String>> verdicts = new EnumMap<>(Contender.class);

    private Run(String title) {
      this.title = title;
      for (Contender contender : Contender.values()) {
        figures.put(contender, new ArrayList<>());
        verdicts.put(contender, new ArrayList<>());
      }
    }

    void add(Contender contender, Outcome outcome) {
      figures.get(contender).add(outcome.figures());
      verdicts.get(contender).add(outcome.verdict());
    }

    /** It could not be made. */
    void failed(Contender contender, String why) {
      verdicts.get(contender).add("failed: " + why.replace('|', '/'));
    }

    private String rows() {
      StringBuilder rows = new StringBuilder();
      List<Figure> names =
          figures.values().stream()
              .filter(rounds -> !rounds.isEmpty())
              .map(rounds -> rounds.get(0))
              .findFirst()
              .orElse(List.of());
      for (int i = 0; i < names.size(); i++) {
        rows.append(row(names.get(i), i));
      }
      return rows.append(
              row(
                  "invariants",
                  String.join("; ", verdicts.get(Contender.PARLEY)),
                  String.join("; ", verdicts.get(Contender.SOCKETIO)),
                  ""))
          .toString();
    }

    private String row(Figure figure, int index) {
      double ratio = mean(Contender.PARLEY, index) / mean(Contender.SOCKETIO, index);
      return row(
          figure.name(),
          cell(Contender.PARLEY, figure, index),
          cell(Contender.SOCKETIO, figure, index),
          Double.isFinite(ratio) ? "%.2f".formatted(ratio) : UNKNOWN);
    }

    private String row(String figure, String parley, String peer, String ratio) {
      return "| %s | %s | %s | %s | %s |%n".formatted(title, figure, parley, peer, ratio);
    }

    private String cell(Contender contender, Figure figure, int index) {
      List<List<Figure>> rounds = figures.get(contender);
      String mean = figure.shown(mean(contender, index));
      return rounds.size() < 2
          ? mean
          : rounds.stream()
              .map(round -> round.get(index).shown())
              .collect(Collectors.joining(", ", mean + " (", ")"));
    }

    private double mean(Contender contender, int index) {
      return figures.get(contender).stream()
          .mapToDouble(round -> round.get(index).value())
          .average()
          .orElse(Double.NaN);
    }
  }
}
