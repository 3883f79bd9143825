package dev.parley.messages.message;

import dev.parley.messages.MessageServiceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sends that were stored last, so that most retries are answered without asking MongoDB. What
 * is in here is stored for good and so stays true whatever else is forgotten; what is not in here
 * may be stored all the same.
 *
 * <p>Bounded ({@code parley.cache.recent-sends}, the oldest goes first). Thread-safe.
 */
@ApplicationScoped
public class RecentSends {

  private final Map<SendKey, SentAs> sends;

  @Inject
  RecentSends(MessageServiceSettings settings) {
    this(settings.cache().recentSends());
  }

  public RecentSends(int limit) {
    sends =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<SendKey, SentAs> eldest) {
            return size() > limit;
          }
        };
  }

  /** What the send has become; null when it is not among the last ones. */
  public synchronized SentAs find(SendKey key) {
    return sends.get(key);
  }

  /** Remembers a message whose insert was acknowledged. */
  public synchronized void stored(StoredMessage message) {
    sends.put(message.sendKey(), SentAs.of(message));
  }

  public synchronized void clear() {
    sends.clear();
  }
}
