package dev.parley.redisstreams.faults;

/**
 * One hand-over of one entry to one application.
 *
 * @param epoch of the lease under which it was handed over; 0 without leases
 * @param count the delivery count that the application was told
 */
record Delivered(
    String consumer, int partition, long epoch, String key, String payload, int count) {

  /** None of the parts contains a blank. */
  String line() {
    return consumer + " " + partition + " " + epoch + " " + key + " " + payload + " " + count;
  }

  static Delivered of(String line) {
    String[] parts = line.split(" ", -1);
    return new Delivered(
        parts[0],
        Integer.parseInt(parts[1]),
        Long.parseLong(parts[2]),
        parts[3],
        parts[4],
        Integer.parseInt(parts[5]));
  }
}
