package dev.parley.redisstreams.outgoing;

/**
 * A stream that messages go to. One of the channel's own is made once, with what watches over it;
 * one that a message names is made for that message and forgotten.
 */
final class Destination {

  private final String stream;
  private final Object[] opening;
  private final Growth growth;
  private final Mover mover;

  /**
   * A stream that messages go to.
   *
   * @param opening the beginning of its {@code XADD}, up to the id
   * @param growth null for a stream that is not the channel's own
   * @param mover null where nothing is delivered later
   */
  Destination(String stream, Object[] opening, Growth growth, Mover mover) {
    this.stream = stream;
    this.opening = opening;
    this.growth = growth;
    this.mover = mover;
  }

  String stream() {
    return stream;
  }

  Object[] opening() {
    return opening;
  }

  Growth growth() {
    return growth;
  }

  Mover mover() {
    return mover;
  }
}
