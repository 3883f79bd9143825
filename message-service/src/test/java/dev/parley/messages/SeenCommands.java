package dev.parley.messages;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;

/** The commands that went to MongoDB, as they were on the wire. */
@Singleton
public class SeenCommands implements CommandListener {

  /** The latest commands of a name that are kept. */
  private static final int KEPT = 200;

  private final Map<String, Deque<BsonDocument>> byName = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  @Override
  public synchronized void commandStarted(CommandStartedEvent event) {
    Deque<BsonDocument> kept =
        byName.computeIfAbsent(event.getCommandName(), name -> new ArrayDeque<>());
    kept.add(event.getCommand().clone());
    if (kept.size() > KEPT) {
      kept.remove();
    }
    counts.merge(event.getCommandName(), 1, Integer::sum);
  }

  /** The last command of that name; null when there was none. */
  public synchronized BsonDocument last(String name) {
    return byName.getOrDefault(name, new ArrayDeque<>()).peekLast();
  }

  /** The latest commands of that name, in their order. */
  public synchronized List<BsonDocument> latest(String name) {
    return List.copyOf(byName.getOrDefault(name, new ArrayDeque<>()));
  }

  /** How many commands of these names there were. */
  public synchronized int count(String... names) {
    return Set.of(names).stream().mapToInt(name -> counts.getOrDefault(name, 0)).sum();
  }
}
