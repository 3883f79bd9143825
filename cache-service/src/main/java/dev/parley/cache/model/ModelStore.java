package dev.parley.cache.model;

import dev.parley.contracts.reply.ConversationDescriptions.Description;
import dev.parley.contracts.view.MembershipView;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Read models, shared by all replicas. A model is <em>complete</em>, <em>loading</em> (somebody has
 * marked it and asks message-service), or not there; changes apply to the first two. Every value in
 * a model only moves forward, so applying a change again, or one that is older than what was
 * loaded, changes nothing.
 *
 * <p>Thread-safe. Every call fails when Redis does not answer; then nothing, a part or all of it is
 * done, and it may be called again.
 */
public interface ModelStore {

  /**
   * Applies changes. Those of one conversation keep their order; a batch may be applied any number
   * of times.
   */
  Uni<Void> apply(List<ModelChange> changes);

  /** A user's list; null when it is not complete. Whoever reads it keeps it alive. */
  Uni<ListModel> list(String user);

  /** Those of the conversations that are complete, by id. Whoever reads one keeps it alive. */
  Uni<Map<String, ConversationModel>> conversations(Set<String> ids);

  /**
   * The last messages of those of the conversations where they are complete, by id. Whoever reads
   * them keeps them alive.
   *
   * @param afterSeqs conversation to the last message that is not wanted any more
   */
  Uni<Map<String, RecentModel>> recent(Map<String, Long> afterSeqs);

  /**
   * Marks models as loading, for {@link #LOADING_SECONDS} s, each unless it is complete or somebody
   * is loading it.
   *
   * @param token names who loads, new each time
   * @return by key whether the caller is to load it: to ask message-service from now on, not before
   */
  Uni<List<Boolean>> begin(List<ModelKey> keys, String token);

  /**
   * Completes a list with what was loaded and what has been applied meanwhile.
   *
   * @param loaded all memberships of the user
   * @return false when the mark is the token's no more: what was loaded may be too old, and is
   *     passed over
   */
  Uni<Boolean> finishList(String user, String token, List<MembershipView> loaded);

  /**
   * The same for conversations, each by itself; the last message of one is the last that was
   * loaded.
   */
  Uni<Void> finishConversations(String token, List<Description> loaded);

  /** The same for the last messages of conversations, each by itself. */
  Uni<Void> finishRecent(String token, List<Description> loaded);

  /** Takes the token's marks back, so that another one may begin at once. */
  Uni<Void> abandon(List<ModelKey> keys, String token);

  /** Forgets models, be they complete or loading; the next one who asks for one loads it. */
  Uni<Void> drop(List<ModelKey> keys);

  /** Notes up to which entry partitions' events are applied; each only moves forward. */
  Uni<Void> applied(Map<Integer, String> entryIds);

  /** Up to where events are applied, by partition; {@value #NOTHING} where none are. */
  Uni<List<String>> applied();

  /** How long somebody may take to load a model before another one may begin. */
  int LOADING_SECONDS = 10;

  /** Before all entries of a stream. */
  String NOTHING = "0-0";
}
