package dev.parley.service.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.List;

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
    try {
      return json.writeValueAsBytes(entry).length;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
