package dev.parley.redisstreams.deadletter;

import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.util.List;

/** For programs: one JSON object a line, of a list one for each dead letter. */
final class JsonReport implements Report {

  private final PrintStream out;

  JsonReport(PrintStream out) {
    this.out = out;
  }

  @Override
  public void page(List<DeadLetter> page) {
    page.forEach(letter -> print(json(letter)));
  }

  @Override
  public void end(long shown, long count, DeadLetterId next) {
    // Whoever reads the lines sees where they end.
  }

  @Override
  public void shown(DeadLetter letter) {
    JsonObject json = json(letter);
    if (letter.size() >= 0) {
      boolean cut = letter.payload().length() < letter.size();
      PayloadText.text(letter.payload(), cut)
          .ifPresentOrElse(
              text -> json.put("payload", text),
              () -> json.put("payloadHex", PayloadText.hex(letter.payload())));
      json.put("payloadCut", cut);
    }
    print(json);
  }

  @Override
  public void replayed(DeadLetterId id, String newId) {
    print(new JsonObject().put("id", id.toString()).put("replayedAs", newId));
  }

  @Override
  public void dropped(DeadLetterId id) {
    print(new JsonObject().put("id", id.toString()).put("dropped", true));
  }

  @Override
  public void all(String verb, Tally tally) {
    JsonObject json = new JsonObject().put(verb, tally.done()).put("left", tally.refused());
    print(tally.problem() == null ? json : json.put("problem", tally.problem()));
  }

  private static JsonObject json(DeadLetter letter) {
    JsonObject json = new JsonObject().put("id", letter.id().toString());
    put(json, "time", letter.time());
    put(json, "key", letter.key());
    put(json, "stream", letter.stream());
    put(json, "entry", letter.entryId());
    put(json, "group", letter.group());
    put(json, "cause", letter.cause());
    JsonObject headers = new JsonObject();
    letter.headers().forEach(headers::put);
    return json.put("attempts", letter.attempts())
        .put("bytes", Math.max(0, letter.size()))
        .put("headers", headers);
  }

  private static void put(JsonObject json, String name, String value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  private void print(JsonObject json) {
    out.println(json.encode());
  }
}
