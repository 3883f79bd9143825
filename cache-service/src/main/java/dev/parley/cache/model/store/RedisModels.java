package dev.parley.cache.model.store;

import dev.parley.cache.CacheServiceSettings;
import dev.parley.cache.model.ConversationModel;
import dev.parley.cache.model.ListModel;
import dev.parley.cache.model.ModelChange;
import dev.parley.cache.model.ModelKey;
import dev.parley.cache.model.ModelMeters;
import dev.parley.cache.model.ModelSettings;
import dev.parley.cache.model.ModelStore;
import dev.parley.cache.model.RecentModel;
import dev.parley.contracts.key.Partitions;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.contracts.reply.ConversationDescriptions.Description;
import dev.parley.contracts.view.ConversationView;
import dev.parley.contracts.view.MembershipView;
import dev.parley.contracts.view.MessageView;
import dev.parley.routing.RedisPipeline;
import dev.parley.routing.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Response;
import io.vertx.redis.client.RedisClientType;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Read models as hashes. Everything of a conversation's partition is in one slot, and so are the
 * lists of a route bucket. The scripts say what is in the hashes.
 */
@Singleton
public final class RedisModels implements ModelStore {

  /** How long a position is kept, which MongoDB gets behind. */
  private static final long POSITIONS_MILLIS = 60_000;

  /** Fields of a list, for each membership that it may have; at least those of 1,000. */
  private static final int FIELDS_PER_MEMBERSHIP = 8;

  private static final int READ_AT_ONCE = 100;

  private static final Script LISTS_APPLY = script("lists-apply.lua");
  private static final Script LIST_READ = script("list-read.lua");
  private static final Script LIST_FINISH = script("list-finish.lua");
  private static final Script CONVERSATIONS_APPLY = script("conversations-apply.lua");
  private static final Script CONVERSATIONS_READ = script("conversations-read.lua");
  private static final Script CONVERSATION_FINISH = script("conversation-finish.lua");
  private static final Script RECENT_READ = script("recent-read.lua");
  private static final Script RECENT_FINISH = script("recent-finish.lua");
  private static final Script BEGIN = script("begin.lua");
  private static final Script FORGET = script("forget.lua");
  private static final Script APPLIED = script("applied.lua");

  private final RedisPipeline redis;
  private final RedisKeys keys;
  private final int partitions;
  private final ModelSettings settings;
  private final ModelMeters meters;
  private final ModelCodec codec = new ModelCodec();
  private final List<Object> listLimits;
  private final List<Object> messageLimits;

  @Inject
  RedisModels(
      Redis redis,
      @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone")
          RedisClientType servers,
      RedisKeys keys,
      CacheServiceSettings settings,
      ModelMeters meters) {
    this(
        new RedisPipeline(redis, servers == RedisClientType.CLUSTER),
        keys,
        settings.partitions(),
        settings.models(),
        meters);
  }

  /**
   * @param partitions of the events
   */
  public RedisModels(
      RedisPipeline redis,
      RedisKeys keys,
      int partitions,
      ModelSettings settings,
      ModelMeters meters) {
    this.redis = redis;
    this.keys = keys;
    this.partitions = partitions;
    this.settings = settings;
    this.meters = meters;
    this.listLimits =
        List.of(
            POSITIONS_MILLIS, FIELDS_PER_MEMBERSHIP * Math.max(1000, settings.maxMemberships()));
    this.messageLimits = List.of(settings.recentMessages(), settings.recentBytes());
  }

  private static Script script(String file) {
    return Script.load(RedisModels.class, file);
  }

  @Override
  public Uni<Void> apply(List<ModelChange> changes) {
    Changes sorted = new Changes(codec, changes);
    Uni<List<Response>> lists = redis.run(LISTS_APPLY, sorted.ofLists(keys, listLimits));
    Uni<List<Response>> conversations =
        redis.run(CONVERSATIONS_APPLY, sorted.ofConversations(keys, partitions, messageLimits));
    return Uni.combine()
        .all()
        .unis(lists, conversations)
        .collectFailures()
        .with(
            (full, dropped) -> {
              full.forEach(one -> meters.dropped(ModelMeters.Reason.SIZE, one.toInteger()));
              dropped.forEach(this::count);
              return null;
            });
  }

  private void count(Response dropped) {
    meters.dropped(ModelMeters.Reason.HOLE, dropped.get(0).toInteger());
    meters.dropped(ModelMeters.Reason.PINNED, dropped.get(1).toInteger());
    meters.dropped(ModelMeters.Reason.SIZE, dropped.get(2).toInteger());
  }

  @Override
  public Uni<ListModel> list(String user) {
    return run(LIST_READ, keys.modelList(user), List.of(settings.listTtl().toMillis()))
        .map(
            answer ->
                answer == null
                    ? null
                    : new ListModel(MembershipCodec.memberships(Answers.fields(answer))));
  }

  @Override
  public Uni<Map<String, ConversationModel>> conversations(Set<String> ids) {
    Slots slots = slots(ids);
    List<Object> ttl = List.of(settings.conversationTtl().toMillis());
    return redis
        .run(
            CONVERSATIONS_READ,
            slots.map(
                some ->
                    new Script.Call(
                        some.stream().map(id -> keys.modelConversation(partition(id), id)).toList(),
                        ttl)))
        .map(answers -> slots.zip(answers, (id, answer) -> conversation(answer)));
  }

  private ConversationModel conversation(Response answer) {
    return codec.conversation(
        Answers.bytes(answer.get(0)),
        Answers.text(answer.get(1)),
        Answers.number(answer.get(2)),
        Answers.number(answer.get(3)),
        Instant.ofEpochMilli(Answers.number(answer.get(5))),
        Answers.bytes(answer.get(4)));
  }

  @Override
  public Uni<Map<String, RecentModel>> recent(Map<String, Long> afterSeqs) {
    Slots slots = slots(afterSeqs.keySet());
    return redis
        .run(
            RECENT_READ,
            slots.map(
                some -> {
                  List<Object> arguments = new ArrayList<>(1 + some.size());
                  arguments.add(settings.recentTtl().toMillis());
                  some.forEach(id -> arguments.add(afterSeqs.get(id)));
                  return new Script.Call(
                      some.stream().map(id -> keys.modelRecent(partition(id), id)).toList(),
                      arguments);
                }))
        .map(answers -> slots.zip(answers, this::recent));
  }

  private RecentModel recent(String id, Response answer) {
    List<MessageView> messages = new ArrayList<>(answer.size() - 2);
    for (int i = 2; i < answer.size(); i++) {
      messages.add(codec.messages().decode(id, Answers.bytes(answer.get(i))));
    }
    return new RecentModel(Answers.number(answer.get(0)), Answers.number(answer.get(1)), messages);
  }

  @Override
  public Uni<List<Boolean>> begin(List<ModelKey> models, String token) {
    return run(BEGIN, models, this::key, model -> begin(model, token))
        .map(answers -> answers.stream().map(answer -> answer.toInteger() == 1).toList());
  }

  private static List<Object> begin(ModelKey model, String token) {
    long mark = LOADING_SECONDS * 1000L;
    return model instanceof ModelKey.List
        ? List.of(token, mark, "1", POSITIONS_MILLIS)
        : List.of(token, mark, "0", mark);
  }

  @Override
  public Uni<Boolean> finishList(String user, String token, List<MembershipView> loaded) {
    List<Object> arguments = new ArrayList<>(2 + 6 * loaded.size());
    arguments.add(token);
    arguments.add(settings.listTtl().toMillis());
    for (MembershipView one : loaded) {
      arguments.add(one.conversationId());
      arguments.add(one.revision());
      arguments.add(MembershipCodec.member(one.revision(), one.role(), one.joinedSeq()));
      arguments.add(
          MembershipCodec.settings(one.revision(), one.muted(), one.pinned(), one.archivedSeq()));
      arguments.add(one.readSeq());
      arguments.add(one.deliveredSeq());
    }
    return run(LIST_FINISH, keys.modelList(user), arguments).map(answer -> answer.toInteger() == 1);
  }

  @Override
  public Uni<Void> finishConversations(String token, List<Description> loaded) {
    return run(
            CONVERSATION_FINISH,
            loaded,
            one -> keys.modelConversation(partition(id(one)), id(one)),
            one -> conversationLoaded(token, one))
        .replaceWithVoid();
  }

  private List<Object> conversationLoaded(String token, Description loaded) {
    ConversationView view = loaded.conversation();
    int messages = loaded.messages().size();
    MessageView last = messages == 0 ? null : loaded.messages().get(messages - 1);
    return List.of(
        token,
        settings.conversationTtl().toMillis(),
        view.revision(),
        codec.view(view),
        ModelCodec.pinned(view),
        ModelCodec.members(loaded.memberIds()),
        firstSeq(view),
        last == null ? view.lastSeq() : last.seq(),
        last == null ? 0 : last.version(),
        last == null ? "" : codec.messages().encode(last),
        (last == null ? loaded.activeAt() : last.sentAt()).toEpochMilli());
  }

  @Override
  public Uni<Void> finishRecent(String token, List<Description> loaded) {
    return run(
            RECENT_FINISH,
            loaded,
            one -> keys.modelRecent(partition(id(one)), id(one)),
            one -> recentLoaded(token, one))
        .replaceWithVoid();
  }

  private List<Object> recentLoaded(String token, Description loaded) {
    List<MessageView> messages = loaded.messages();
    List<Object> arguments = new ArrayList<>(6 + messages.size());
    arguments.add(token);
    arguments.add(settings.recentTtl().toMillis());
    arguments.addAll(messageLimits);
    arguments.add(firstSeq(loaded.conversation()));
    arguments.add(messages.isEmpty() ? loaded.conversation().lastSeq() + 1 : messages.get(0).seq());
    messages.forEach(message -> arguments.add(codec.messages().encode(message)));
    return arguments;
  }

  private static long firstSeq(ConversationView view) {
    return view.firstSeq() == null ? 1 : view.firstSeq();
  }

  private static String id(Description loaded) {
    return loaded.conversation().conversationId();
  }

  @Override
  public Uni<Void> abandon(List<ModelKey> models, String token) {
    return run(FORGET, models, this::key, model -> forget(model, token)).replaceWithVoid();
  }

  @Override
  public Uni<Void> drop(List<ModelKey> models) {
    return run(FORGET, models, this::key, model -> forget(model, "")).replaceWithVoid();
  }

  private static List<Object> forget(ModelKey model, String token) {
    return List.of(token, model instanceof ModelKey.List ? "1" : "0", POSITIONS_MILLIS);
  }

  @Override
  public Uni<Void> applied(Map<Integer, String> entryIds) {
    return run(
            APPLIED,
            List.copyOf(entryIds.entrySet()),
            one -> keys.modelsApplied(one.getKey()),
            one -> List.of(one.getValue()))
        .replaceWithVoid();
  }

  @Override
  public Uni<List<String>> applied() {
    return redis
        .get(IntStream.range(0, partitions).mapToObj(keys::modelsApplied).toList())
        .map(answers -> answers.stream().map(id -> id == null ? NOTHING : id.toString()).toList());
  }

  /** Those of one partition in one call; all, where they need not be of one slot. */
  private Slots slots(Set<String> ids) {
    return Slots.of(ids, redis.isCluster() ? this::partition : id -> 0, READ_AT_ONCE);
  }

  private int partition(String conversation) {
    return Partitions.of(conversation, partitions);
  }

  private String key(ModelKey model) {
    if (model instanceof ModelKey.List list) {
      return keys.modelList(list.user());
    }
    if (model instanceof ModelKey.Conversation conversation) {
      return keys.modelConversation(partition(conversation.id()), conversation.id());
    }
    String id = ((ModelKey.Recent) model).id();
    return keys.modelRecent(partition(id), id);
  }

  private Uni<Response> run(Script script, String key, List<Object> arguments) {
    return redis
        .run(script, List.of(List.of(new Script.Call(List.of(key), arguments))))
        .map(answers -> answers.get(0));
  }

  /** One call for each, those of one slot together; the answers have the order of {@code all}. */
  private <T> Uni<List<Response>> run(
      Script script, List<T> all, Function<T, String> key, Function<T, List<Object>> arguments) {
    Map<String, List<Script.Call>> slots = new LinkedHashMap<>();
    Map<String, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < all.size(); i++) {
      String name = key.apply(all.get(i));
      String tag = name.substring(name.indexOf('{'), name.indexOf('}'));
      slots
          .computeIfAbsent(tag, none -> new ArrayList<>())
          .add(new Script.Call(List.of(name), arguments.apply(all.get(i))));
      places.computeIfAbsent(tag, none -> new ArrayList<>()).add(i);
    }
    return redis
        .run(script, List.copyOf(slots.values()))
        .map(
            answers -> {
              Response[] ordered = new Response[all.size()];
              Iterator<Response> next = answers.iterator();
              places.values().forEach(some -> some.forEach(i -> ordered[i] = next.next()));
              return List.of(ordered);
            });
  }
}
