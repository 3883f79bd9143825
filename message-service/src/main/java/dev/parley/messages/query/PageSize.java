package dev.parley.messages.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.messages.MessageServiceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * How much goes into one page: {@code parley.queries.max-page-bytes} of JSON, and one entry at
 * least. Thread-safe.
 */
@ApplicationScoped
public class PageSize {

  private final ObjectMapper json;
  private final int maxBytes;

  @Inject
  PageSize(ObjectMapper json, MessageServiceSettings settings) {
    this(json, settings.queries().maxPageBytes());
  }

  PageSize(ObjectMapper json, int maxBytes) {
    this.json = json;
    this.maxBytes = maxBytes;
  }

  /** The first of the entries, as many as fit. */
  <T> List<T> first(List<T> entries) {
    return around(entries, 0);
  }

  /** The entries nearest to the one at {@code anchor}, as many as fit. */
  <T> List<T> around(List<T> entries, int anchor) {
    long bytes = 0;
    int[] sizes = new int[entries.size()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = size(entries.get(i));
      bytes += sizes[i];
    }
    int from = 0;
    int to = sizes.length;
    while (bytes > maxBytes && to - from > 1) {
      bytes -= anchor - from > to - 1 - anchor ? sizes[from++] : sizes[--to];
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
