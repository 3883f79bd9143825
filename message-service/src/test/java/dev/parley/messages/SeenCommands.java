package dev.parley.messages;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.BsonDocument;

/** The commands that went to MongoDB, as they were on the wire. */
@Singleton
public class SeenCommands implements CommandListener {

  private final Map<String, BsonDocument> last = new ConcurrentHashMap<>();

  @Override
  public void commandStarted(CommandStartedEvent event) {
    last.put(event.getCommandName(), event.getCommand().clone());
  }

  /** The last command of that name; null when there was none. */
  public BsonDocument last(String name) {
    return last.get(name);
  }
}
