package dev.parley.redisstreams.deadletter;

/**
 * What came of one dead letter that was to be replayed, as {@code replay.lua} answers it.
 *
 * @param newId its id in the stream; null when it was not replayed
 * @param problem why it was not, as a sentence; null when it was
 */
record Replay(String newId, String problem) {

  static Replay of(DeadLetterId id, String stream, String answer) {
    int space = answer.indexOf(' ');
    String detail = space < 0 ? "" : answer.substring(space + 1);
    return switch (space < 0 ? answer : answer.substring(0, space)) {
      case "replayed" -> new Replay(detail, null);
      case "gone" -> refused("There is no dead letter " + id + ".");
      case "unknown" ->
          refused(
              "Dead letter %s does not say which stream it comes from (it has no field"
                      .formatted(id)
                  + " dead-letter-stream): it was not written by this version of the connector and"
                  + " cannot be replayed.");
      case "foreign" ->
          refused(
              "Dead letter %s comes from %s and not from %s: it cannot be replayed from here."
                  .formatted(id, detail, stream));
      default ->
          refused("Dead letter %s was not replayed, Redis refused: %s.".formatted(id, detail));
    };
  }

  private static Replay refused(String problem) {
    return new Replay(null, problem);
  }
}
