package dev.parley.gateway.session;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which of a session's {@code typing:start} and {@code typing:stop} are worth passing on: per
 * conversation no more than one start in {@link #REPEAT}, and no stop but of a start that others
 * may still see. So whatever a client does, two in that time are the most.
 *
 * <p>Remembers the last {@value #MAX_CONVERSATIONS} conversations. Only to be used on the session's
 * event loop.
 */
public final class TypingThrottle {

  /** How many conversations are remembered; of one that is forgotten, a start passes at once. */
  static final int MAX_CONVERSATIONS = 16;

  /** A start so soon after the last one tells nobody anything. */
  static final Duration REPEAT = Duration.ofSeconds(2);

  /** How long others may see a start: the five seconds that it is valid, and one for its way. */
  static final Duration SEEN = Duration.ofSeconds(6);

  /** The last start that was passed on. */
  private static final class Start {
    private final long at;
    private boolean stopped;

    Start(long at) {
      this.at = at;
    }
  }

  /** Those that were started last, in that order. */
  private final Map<String, Start> starts =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Start> eldest) {
          return size() > MAX_CONVERSATIONS;
        }
      };

  private final LongSupplier nanoTime;

  TypingThrottle(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether a start in that conversation is to be passed on. */
  public boolean start(String conversation) {
    if (isWithin(REPEAT, starts.get(conversation))) {
      return false;
    }
    starts.remove(conversation);
    starts.put(conversation, new Start(nanoTime.getAsLong()));
    return true;
  }

  /** Whether a stop in that conversation is to be passed on. */
  public boolean stop(String conversation) {
    Start start = starts.get(conversation);
    if (!isWithin(SEEN, start) || start.stopped) {
      return false;
    }
    start.stopped = true;
    return true;
  }

  private boolean isWithin(Duration time, Start start) {
    return start != null && nanoTime.getAsLong() - start.at < time.toNanos();
  }
}
