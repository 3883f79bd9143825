package dev.parley.messages.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.parley.contracts.reply.Taken;
import dev.parley.service.query.Lookup;
import dev.parley.service.query.QueryOutcome;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import mutiny.zero.flow.adapters.AdaptersToFlow;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class MongoStorageTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Schema schema =
      new Schema(() -> Uni.createFrom().voidItem(), () -> Uni.createFrom().voidItem());
  private final MongoStorage storage = new MongoStorage(schema);

  @Test
  void it_is_asked_once_the_indexes_are_there() {
    assertFalse(storage.isReady());
    Uni<Void> ready = schema.ready();
    schema.start(null);
    ready.await().atMost(PATIENCE);
    assertTrue(storage.isReady());
    schema.stop(null);
  }

  @Test
  void other_failures_are_not_mongodbs() {
    assertFalse(storage.isAway(new IllegalStateException("a bug")));
  }

  @Test
  void mongodb_that_goes_away_makes_answers_unavailable() {
    schema.start(null);
    schema.ready().await().atMost(PATIENCE);
    MongoServer server = new MongoServer(new MemoryBackend());
    String url = server.bindAndGetConnectionString() + "/?serverSelectionTimeoutMS=3000";
    try (MongoClient client = MongoClients.create(url)) {
      MongoCollection<Document> collection = client.getDatabase("parley").getCollection("messages");
      assertEquals(QueryOutcome.ANSWERED, outcome(collection));

      server.shutdownNow();
      assertEquals(QueryOutcome.UNAVAILABLE, outcome(collection));
    } finally {
      server.shutdownNow();
      schema.stop(null);
    }
  }

  private QueryOutcome outcome(MongoCollection<Document> collection) {
    Uni<Taken> found =
        Uni.createFrom()
            .publisher(AdaptersToFlow.publisher(collection.find().first()))
            .replaceWith(new Taken());
    return new Lookup(storage, new ObjectMapper())
        .answer("test:asked", found, PATIENCE)
        .await()
        .atMost(PATIENCE)
        .outcome();
  }
}
