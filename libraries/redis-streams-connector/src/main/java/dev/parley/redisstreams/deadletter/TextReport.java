package dev.parley.redisstreams.deadletter;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** For people: tables and sentences. Nothing from an entry reaches the terminal unchecked. */
final class TextReport implements Report {

  private static final String[] TITLES = {"ID", "TIME", "KEY", "GROUP", "ATTEMPTS", "CAUSE"};

  /** Most characters of each column. */
  private static final int[] WIDTHS = {45, 20, 24, 24, 8, 80};

  private static final int LONG_LINE = 2_000;

  private final PrintStream out;
  private final String stream;
  private int[] widths;

  TextReport(PrintStream out, String stream) {
    this.out = out;
    this.stream = stream;
  }

  @Override
  public void page(List<DeadLetter> page) {
    List<String[]> rows = page.stream().map(TextReport::row).toList();
    if (widths == null && !rows.isEmpty()) {
      widths = widths(rows);
      print(TITLES);
    }
    rows.forEach(this::print);
  }

  private static String[] row(DeadLetter letter) {
    String[] row = {
      letter.id().toString(),
      Instant.ofEpochMilli(letter.id().timestamp()).truncatedTo(ChronoUnit.SECONDS).toString(),
      letter.key(),
      letter.group(),
      letter.attempts() == 0 ? null : Integer.toString(letter.attempts()),
      letter.cause()
    };
    for (int i = 0; i < row.length; i++) {
      row[i] = row[i] == null ? "-" : PayloadText.line(row[i], WIDTHS[i]);
    }
    return row;
  }

  private static int[] widths(List<String[]> rows) {
    int[] widths = new int[TITLES.length];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          Math.max(
              TITLES[i].length(),
              rows.stream().mapToInt(row -> row[column].length()).max().orElse(0));
    }
    return widths;
  }

  private void print(String[] row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.length - 1; i++) {
      line.append(row[i]).append(" ".repeat(Math.max(0, widths[i] - row[i].length()))).append("  ");
    }
    out.println(line.append(row[row.length - 1]));
  }

  @Override
  public void end(long shown, long count, DeadLetterId next) {
    String all =
        count == 0 ? "no dead letters" : count == 1 ? "1 dead letter" : count + " dead letters";
    if (next != null) {
      out.printf("%s has %s; go on with --after %s.%n", stream, all, next);
    } else {
      out.printf("%s has %s.%n", stream, all);
    }
  }

  @Override
  public void shown(DeadLetter letter) {
    field("id", letter.id().toString());
    field("time", letter.time());
    field("key", letter.key());
    field("stream", letter.stream());
    field("entry", letter.entryId());
    field("group", letter.group());
    field("attempts", letter.attempts() == 0 ? null : Integer.toString(letter.attempts()));
    field("cause", letter.cause());
    letter.headers().forEach((name, value) -> field("header " + name, value));
    payload(letter);
  }

  private void field(String name, String value) {
    if (value != null) {
      out.printf(
          "%-10s %s%n", PayloadText.line(name, 80) + ":", PayloadText.line(value, LONG_LINE));
    }
  }

  private void payload(DeadLetter letter) {
    if (letter.size() < 0) {
      out.println("It has no payload.");
      return;
    }
    boolean cut = letter.payload().length() < letter.size();
    String text = PayloadText.text(letter.payload(), cut).orElse(null);
    out.printf(
        "payload:   %d bytes%s%s%n",
        letter.size(),
        text == null ? ", in hexadecimal" : "",
        cut ? ", of which the first " + letter.payload().length() + " are" : "");
    out.println(text == null ? PayloadText.hexLines(letter.payload()) : text);
  }

  @Override
  public void replayed(DeadLetterId id, String newId) {
    out.printf("%s was added to its stream again as %s.%n", id, newId);
  }

  @Override
  public void dropped(DeadLetterId id) {
    out.printf("%s was dropped.%n", id);
  }

  @Override
  public void all(String verb, Tally tally) {
    out.printf("%d %s, %d left where they are.%n", tally.done(), verb, tally.refused());
    if (tally.problem() != null) {
      out.println("The first of these: " + PayloadText.line(tally.problem(), LONG_LINE));
    }
  }
}
