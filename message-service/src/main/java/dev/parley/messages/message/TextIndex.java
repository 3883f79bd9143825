package dev.parley.messages.message;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import dev.parley.messages.MessageServiceSettings;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * The text index of messages: whole words of their texts and of the names of what is attached, by
 * conversation, in any language (no stems, no stop words). Not every server that speaks MongoDB's
 * protocol has one. Thread-safe.
 */
@ApplicationScoped
public class TextIndex {

  private static final String NAME = "text";

  private static final Bson KEYS =
      Indexes.compoundIndex(
          Indexes.ascending("conversationId"),
          Indexes.text("content.text"),
          Indexes.text("content.attachment.name"));

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
   * Creates it, if it is wanted. Completes when it is there and also when the server has none;
   * fails when the server does not answer.
   */
  public Uni<Void> prepare() {
    if (!wanted) {
      return Uni.createFrom().voidItem();
    }
    return create()
        .chain(this::isListed)
        .onFailure(TextIndex::isRefusal)
        .recoverWithItem(false)
        .invoke(listed -> there = listed)
        .invoke(listed -> Log.infof("messages are searched by %s", listed ? "index" : "scan"))
        .replaceWithVoid();
  }

  private Uni<String> create() {
    IndexOptions options = new IndexOptions().name(NAME).defaultLanguage("none");
    return messages.mongoCollection().createIndex(KEYS, options);
  }

  /** Some servers pass over what they do not know. */
  private Uni<Boolean> isListed() {
    return messages
        .mongoCollection()
        .listIndexes()
        .filter(TextIndex::isOurs)
        .collect()
        .first()
        .map(index -> index != null);
  }

  /** Whether an index, as it is listed, is this one. */
  static boolean isOurs(Document index) {
    return NAME.equals(index.getString("name"))
        && "text".equals(index.get("key", Document.class).get("_fts"));
  }

  /** Whether a server that can be written to says no. */
  static boolean isRefusal(Throwable failure) {
    return failure instanceof MongoCommandException
        && !(failure instanceof MongoNotPrimaryException)
        && !(failure instanceof MongoNodeIsRecoveringException);
  }

  /** Whether it can be asked now. */
  public boolean isThere() {
    return there;
  }
}
