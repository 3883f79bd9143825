package dev.parley.redisstreams.convert;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * The payloads of a batch. A class of its own and not just any list, because it says in its type
 * what the elements are: SmallRye takes a plain {@code ArrayList} for a {@code List} of whatever
 * the method wants and asks no converter.
 */
public final class Payloads extends AbstractList<byte[]> implements RandomAccess {

  private final List<byte[]> payloads;

  /**
   * A view of {@code payloads}.
   *
   * @param payloads must not change any more
   */
  public Payloads(List<byte[]> payloads) {
    this.payloads = payloads;
  }

  @Override
  public byte[] get(int index) {
    return payloads.get(index);
  }

  @Override
  public int size() {
    return payloads.size();
  }
}
