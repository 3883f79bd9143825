package dev.parley.messages.message;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.regex;
import static com.mongodb.client.model.Filters.text;
import static com.mongodb.client.model.Sorts.descending;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.id.MessageIds;
import dev.parley.messages.trace.StorageSpan;
import io.quarkus.mongodb.FindOptions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.bson.conversions.Bson;

/**
 * Messages by their words, the latest first: those that have all of the words in their text or in
 * the name of what is attached. Deleted ones and the server's own are not found. Every call fails
 * when MongoDB does not answer. Thread-safe.
 */
@ApplicationScoped
public class MessageSearch {

  /** Calls of one search that are under way at once. */
  private static final int AT_ONCE = 2;

  private static final Comparator<StoredMessage> LATEST_FIRST =
      Comparator.comparing(StoredMessage::sentAt).thenComparing(StoredMessage::id).reversed();

  /**
   * What is searched for.
   *
   * @param words at least one
   * @param before only what comes behind this one in the answer; null for everything
   * @param max how many messages at most
   */
  public record Wanted(List<String> words, Before before, int max) {}

  /** A place in the answers: that of the message with this time and primary key. */
  public record Before(Instant sentAt, String id) {}

  private final MessageRepository messages;

  MessageSearch(MessageRepository messages) {
    this.messages = messages;
  }

  /**
   * Asks the {@link TextIndex}: whole words, without regard to case. One call for each of the
   * conversations, because the index is by conversation: none pays for what others have written.
   *
   * @param from conversation to the first seq that is looked at
   */
  public Uni<List<StoredMessage>> byIndex(Map<String, Long> from, Wanted wanted) {
    Bson words = text(phrases(wanted.words()));
    return Multi.createFrom()
        .iterable(from.entrySet())
        .onItem()
        .transformToUni(one -> byIndex(one.getKey(), one.getValue(), words, wanted))
        .merge(AT_ONCE)
        .collect()
        .in(ArrayList<StoredMessage>::new, List::addAll)
        .map(found -> found.stream().sorted(LATEST_FIRST).limit(wanted.max()).toList());
  }

  private Uni<List<StoredMessage>> byIndex(String id, long from, Bson words, Wanted wanted) {
    Bson onward = gte("_id", MessageIds.primaryKey(id, from));
    return find(eq("conversationId", id), List.of(words, onward), wanted);
  }

  /** Each word as a phrase: all of them have to be there. */
  private static String phrases(List<String> words) {
    StringBuilder phrases = new StringBuilder();
    for (String word : words) {
      phrases.append('"').append(word.replace('"', ' ').replace('\\', ' ')).append("\" ");
    }
    return phrases.toString();
  }

  /**
   * Looks through messages: words also within others, without regard to case. One call.
   *
   * @param from conversation to the first seq that is looked at; at least one
   */
  public Uni<List<StoredMessage>> scan(Map<String, Long> from, Wanted wanted) {
    List<Bson> ranges = new ArrayList<>(from.size());
    from.forEach(
        (id, seq) ->
            ranges.add(
                and(
                    gte("_id", MessageIds.primaryKey(id, seq)),
                    lte("_id", MessageIds.primaryKey(id, MessageIds.MAX_SEQ)))));
    List<Bson> words = wanted.words().stream().map(MessageSearch::has).toList();
    return find(or(ranges), words, wanted);
  }

  private static Bson has(String word) {
    // Quoted: what a user types is never a pattern.
    String quoted = Pattern.quote(word);
    return or(regex("content.text", quoted, "i"), regex("content.attachment.name", quoted, "i"));
  }

  private Uni<List<StoredMessage>> find(Bson where, List<Bson> words, Wanted wanted) {
    List<Bson> all = new ArrayList<>();
    all.add(where);
    all.addAll(words);
    all.add(ne("content.type", Content.SYSTEM));
    all.add(eq("deletedAt", null));
    if (wanted.before() != null) {
      all.add(behind(wanted.before()));
    }
    FindOptions latest = new FindOptions().sort(descending("sentAt", "_id")).limit(wanted.max());
    return StorageSpan.of(
        "find",
        messages.mongoCollection(),
        wanted.max(),
        () -> messages.mongoCollection().find(and(all), latest).collect().asList());
  }

  private static Bson behind(Before before) {
    return or(
        lt("sentAt", before.sentAt()), and(eq("sentAt", before.sentAt()), lt("_id", before.id())));
  }
}
