package dev.parley.messages.message;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.text;

import com.mongodb.MongoCommandException;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import dev.parley.messages.MessageServiceSettings;
import io.quarkus.logging.Log;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * The text index of messages: whole words of their texts and of the names of what is attached, by
 * conversation, in any language (no stems, no stop words). Not every server that speaks MongoDB's
 * protocol has one. Thread-safe.
 */
@ApplicationScoped
public class TextIndex {

  /** Any word: it is only asked whether the question is understood. */
  private static final String PROBE = "probe";

  private final MessageRepository messages;
  private final boolean wanted;
  private volatile boolean there;

  @Inject
  TextIndex(MessageRepository messages, MessageServiceSettings settings) {
    this(messages, settings.queries().textIndex());
  }

  TextIndex(MessageRepository messages, boolean wanted) {
    this.messages = messages;
    this.wanted = wanted;
  }

  /**
   * Creates it and tries it, if it is wanted. Completes when it is there and also when the server
   * refuses; fails when the server does not answer.
   */
  public Uni<Void> prepare() {
    if (!wanted) {
      return Uni.createFrom().voidItem();
    }
    return create()
        .chain(this::tryOut)
        .invoke(() -> there = true)
        .onFailure(MongoCommandException.class)
        .invoke(
            refusal ->
                Log.infof(
                    "this MongoDB has no text index (code %d): searches look through the latest"
                        + " messages",
                    ((MongoCommandException) refusal).getErrorCode()))
        .onFailure(MongoCommandException.class)
        .recoverWithNull();
  }

  private Uni<String> create() {
    return messages
        .mongoCollection()
        .createIndex(
            Indexes.compoundIndex(
                Indexes.ascending("conversationId"),
                Indexes.text("content.text"),
                Indexes.text("content.attachment.name")),
            new IndexOptions().name("text").defaultLanguage("none"));
  }

  private Uni<Void> tryOut() {
    ReactiveMongoCollection<StoredMessage> collection = messages.mongoCollection();
    return collection
        .find(and(eq("conversationId", PROBE), text(PROBE)), new FindOptions().limit(1))
        .collect()
        .asList()
        .replaceWithVoid();
  }

  /** Whether it can be asked now. */
  public boolean isThere() {
    return there;
  }
}
