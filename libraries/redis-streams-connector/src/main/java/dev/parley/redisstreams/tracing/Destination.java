package dev.parley.redisstreams.tracing;

/**
 * What a trace calls a stream: {@code orders:{3}} is partition 3 of {@code orders}, so that the
 * spans of all partitions have one name.
 *
 * @param partition null for a plain stream
 */
record Destination(String name, String partition) {

  private static final String OPEN = ":{";

  static Destination of(String stream) {
    int open = stream.lastIndexOf(OPEN);
    int digits = open + OPEN.length();
    int close = stream.length() - 1;
    return open > 0 && close > digits && stream.charAt(close) == '}' && isNumber(stream, digits)
        ? new Destination(stream.substring(0, open), stream.substring(digits, close))
        : new Destination(stream, null);
  }

  private static boolean isNumber(String stream, int from) {
    return stream
        .chars()
        .skip(from)
        .limit(stream.length() - 1L - from)
        .allMatch(Destination::digit);
  }

  private static boolean digit(int character) {
    return character >= '0' && character <= '9';
  }
}
