package dev.parley.service.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.envelope.RawJson;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;

/**
 * How much goes into one page: {@code parley.queries.max-page-bytes} of JSON, and one entry at
 * least. Thread-safe.
 */
public final class PageSize {

  private final ObjectMapper json;
  private final int maxBytes;

  /**
   * @param maxBytes of the entries of a page, as JSON
   */
  public PageSize(ObjectMapper json, int maxBytes) {
    this.json = json;
    this.maxBytes = maxBytes;
  }

  /** The first of the entries, as many as fit. */
  public <T> List<T> first(List<T> entries) {
    return around(entries, 0);
  }

  /**
   * A page of the first of the entries, as many as fit: written once where all do, which is the
   * rule.
   *
   * @param page makes the page of some of the entries
   */
  public <T> RawJson written(List<T> entries, Function<List<T>, ?> page) {
    byte[] all = write(page.apply(entries));
    return RawJson.of(all.length <= maxBytes ? all : write(page.apply(first(entries))));
  }

  /** The last of the entries, as many as fit. */
  public <T> List<T> last(List<T> entries) {
    return around(entries, entries.size() - 1);
  }

  /** What one of so many has when they share a page. */
  public PageSize share(int parts) {
    return new PageSize(json, maxBytes / Math.max(1, parts));
  }

  /** The entries nearest to the one at {@code anchor}, as many as fit. */
  public <T> List<T> around(List<T> entries, int anchor) {
    if (entries.isEmpty()) {
      return entries;
    }
    int from = Math.min(anchor, entries.size() - 1);
    int to = from + 1;
    long room = maxBytes - (long) size(entries.get(from));
    while (to - from < entries.size()) {
      boolean later = from == 0 || to < entries.size() && to - anchor <= anchor - from + 1;
      room -= size(entries.get(later ? to : from - 1));
      if (room < 0) {
        break;
      }
      from -= later ? 0 : 1;
      to += later ? 1 : 0;
    }
    return entries.subList(from, to);
  }

  private int size(Object entry) {
    return write(entry).length;
  }

  private byte[] write(Object value) {
    try {
      return json.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
