package dev.parley.benchmark;

/**
 * One measured number.
 *
 * @param name with its unit
 * @param format how it is shown, for {@link String#format}
 * @param value NaN when it could not be measured
 */
record Figure(String name, String format, double value) {

  private static final String UNKNOWN = "–";

  /** The value as text. */
  String shown() {
    return shown(value);
  }

  /** Another value of the same kind. */
  String shown(double other) {
    return Double.isNaN(other) ? UNKNOWN : format.formatted(other);
  }
}
