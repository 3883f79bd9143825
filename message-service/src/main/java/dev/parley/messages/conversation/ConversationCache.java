package dev.parley.messages.conversation;

import dev.parley.messages.MessageServiceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The conversations that were used last. Dropping any of them at any moment changes nothing but the
 * time the next message takes.
 *
 * <p>Bounded in number and idle time ({@code parley.cache.*}); the one not used for longest goes
 * first. Thread-safe.
 */
@ApplicationScoped
public class ConversationCache {

  private record Entry(ConversationState state, long usedAt) {}

  private final int limit;
  private final long idleNanos;
  private final LongSupplier clock;

  /** The one not used for longest stands first. */
  private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  @Inject
  ConversationCache(MessageServiceSettings settings) {
    this(settings.cache().conversations(), settings.cache().idle(), System::nanoTime);
  }

  /**
   * @param clock nanoseconds of any origin, never going back
   */
  public ConversationCache(int limit, Duration idle, LongSupplier clock) {
    this.limit = limit;
    this.idleNanos = idle.toNanos();
    this.clock = clock;
  }

  /**
   * The state of a conversation; null when it has to be loaded.
   *
   * @param epoch of the lease that its partition is owned by now: what was read under another one
   *     is not found, because there may have been another owner in between
   */
  public synchronized ConversationState find(String id, long epoch) {
    Entry entry = entries.get(id);
    if (entry == null) {
      return null;
    }
    if (entry.state().epoch() != epoch || clock.getAsLong() - entry.usedAt() > idleNanos) {
      entries.remove(id);
      return null;
    }
    put(entry.state());
    return entry.state();
  }

  public synchronized void put(ConversationState state) {
    long now = clock.getAsLong();
    entries.put(state.id(), new Entry(state, now));
    Iterator<Entry> byAge = entries.values().iterator();
    while (now - byAge.next().usedAt() > idleNanos || entries.size() > limit) {
      byAge.remove();
    }
  }

  public synchronized void drop(Collection<String> ids) {
    ids.forEach(entries::remove);
  }

  public synchronized void clear() {
    entries.clear();
  }

  synchronized int size() {
    return entries.size();
  }
}
