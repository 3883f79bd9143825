package dev.parley.cache.read;

import dev.parley.cache.CacheServiceSettings;
import dev.parley.cache.model.ConversationModel;
import dev.parley.cache.model.ListModel;
import dev.parley.cache.model.ModelKey;
import dev.parley.cache.model.ModelStore;
import dev.parley.cache.model.RecentModel;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.reply.ConversationDescriptions.Description;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Read models, loaded where they are missing: by one replica at a time, while events go on. Who
 * finds that another one loads waits for it. All fail with {@link BehindException} when a model is
 * not there in time, and with {@link dev.parley.service.RefusedException} when message-service
 * refuses. Thread-safe.
 */
@Singleton
public class Loader {

  /** How often is looked whether another replica has loaded what is missing. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final ModelStore models;
  private final Messages messages;
  private final LoadMeters meters;
  private final int recentMessages;
  private final Duration timeout;

  @Inject
  Loader(ModelStore models, Messages messages, LoadMeters meters, CacheServiceSettings settings) {
    this.models = models;
    this.messages = messages;
    this.meters = meters;
    this.recentMessages = settings.models().recentMessages();
    this.timeout = settings.reads().loadTimeout();
  }

  /** The memberships of a user. */
  public Uni<ListModel> list(String user) {
    ModelKey key = new ModelKey.List(user);
    return new Load<>(
            "list",
            () -> models.list(user),
            found -> found == null ? Set.of(key) : Set.of(),
            this::loadList)
        .run();
  }

  /** Conversations; those that do not exist are not there. */
  public Uni<Map<String, ConversationModel>> conversations(Set<String> ids) {
    return ids.isEmpty()
        ? Uni.createFrom().item(Map.of())
        : new Load<>(
                "conversation",
                () -> models.conversations(ids),
                found -> missing(ids, found.keySet(), ModelKey.Conversation::new),
                this::loadConversations)
            .run();
  }

  /**
   * The last messages of conversations; those that do not exist are not there.
   *
   * @param after up to where they are known
   */
  public Uni<Map<String, RecentModel>> recent(Map<String, Long> after) {
    return after.isEmpty()
        ? Uni.createFrom().item(Map.of())
        : new Load<>(
                "recent",
                () -> models.recent(after),
                found -> missing(after.keySet(), found.keySet(), ModelKey.Recent::new),
                this::loadRecent)
            .run();
  }

  private static Set<ModelKey> missing(
      Set<String> wanted, Set<String> found, Function<String, ModelKey> key) {
    Set<ModelKey> missing = new HashSet<>();
    for (String id : wanted) {
      if (!found.contains(id)) {
        missing.add(key.apply(id));
      }
    }
    return missing;
  }

  /** Loads, and says what there is nothing to be loaded of. */
  private Uni<Set<ModelKey>> loadList(List<ModelKey> keys, String token) {
    String user = ((ModelKey.List) keys.get(0)).user();
    return messages
        .memberships(user)
        .chain(loaded -> models.finishList(user, token, loaded))
        .replaceWith(Set.of());
  }

  private Uni<Set<ModelKey>> loadConversations(List<ModelKey> keys, String token) {
    List<String> ids = keys.stream().map(key -> ((ModelKey.Conversation) key).id()).toList();
    return messages
        .describe(ids, 1)
        .call(found -> models.finishConversations(token, found))
        .map(found -> nowhere(ids, found, ModelKey.Conversation::new));
  }

  private Uni<Set<ModelKey>> loadRecent(List<ModelKey> keys, String token) {
    List<String> ids = keys.stream().map(key -> ((ModelKey.Recent) key).id()).toList();
    return messages
        .describe(ids, recentMessages)
        .call(found -> models.finishRecent(token, found))
        .map(found -> nowhere(ids, found, ModelKey.Recent::new));
  }

  private static Set<ModelKey> nowhere(
      List<String> ids, List<Description> found, Function<String, ModelKey> key) {
    Set<String> there = new HashSet<>();
    found.forEach(one -> there.add(one.conversation().conversationId()));
    return missing(Set.copyOf(ids), there, key);
  }

  private interface Loading {
    Uni<Set<ModelKey>> load(List<ModelKey> keys, String token);
  }

  /** One read, with what has to be loaded for it. */
  private final class Load<T> {

    private final String model;
    private final Supplier<Uni<T>> read;
    private final Function<T, Set<ModelKey>> missing;
    private final Loading loading;
    private final Set<ModelKey> nowhere = new HashSet<>();
    private final String token = Ids.random();
    private final long end = System.nanoTime() + timeout.toNanos();
    private boolean counted;

    Load(String model, Supplier<Uni<T>> read, Function<T, Set<ModelKey>> missing, Loading loading) {
      this.model = model;
      this.read = read;
      this.missing = missing;
      this.loading = loading;
    }

    Uni<T> run() {
      return read.get().chain(this::complete);
    }

    private Uni<T> complete(T found) {
      List<ModelKey> wanted = new ArrayList<>(missing.apply(found));
      wanted.removeAll(nowhere);
      if (!counted) {
        counted = true;
        meters.read(model, wanted.isEmpty());
      }
      if (wanted.isEmpty()) {
        return Uni.createFrom().item(found);
      }
      if (System.nanoTime() - end >= 0) {
        return Uni.createFrom().failure(new BehindException(model + " was not loaded in time"));
      }
      return models.begin(wanted, token).chain(begun -> load(wanted, begun)).chain(this::run);
    }

    private Uni<Void> load(List<ModelKey> wanted, List<Boolean> begun) {
      List<ModelKey> mine = new ArrayList<>();
      for (int i = 0; i < begun.size(); i++) {
        if (begun.get(i)) {
          mine.add(wanted.get(i));
        }
      }
      if (mine.isEmpty()) {
        return Uni.createFrom().voidItem().onItem().delayIt().by(LOOK_AGAIN);
      }
      return meters
          .timed(model, loading.load(mine, token))
          .call(none -> models.abandon(List.copyOf(none), token))
          .invoke(nowhere::addAll)
          .onFailure()
          .call(() -> models.abandon(mine, token))
          .onCancellation()
          .call(() -> models.abandon(mine, token))
          .replaceWithVoid();
    }
  }
}
