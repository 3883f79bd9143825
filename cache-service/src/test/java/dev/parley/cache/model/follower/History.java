package dev.parley.cache.model.follower;

import static dev.parley.service.testing.Await.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.cache.model.ConversationModel;
import dev.parley.cache.model.ModelKey;
import dev.parley.cache.model.ModelMeters;
import dev.parley.cache.model.ModelStore;
import dev.parley.cache.model.RecentModel;
import dev.parley.contracts.command.ConversationType;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.reply.ConversationDescriptions.Description;
import dev.parley.contracts.view.ConversationView;
import dev.parley.contracts.view.MembershipView;
import dev.parley.contracts.view.MessageView;
import dev.parley.redisstreams.IncomingRedisStreamBatch;
import dev.parley.redisstreams.IncomingRedisStreamMetadata;
import dev.parley.redisstreams.PartitionLease;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * One random history: what happens, and the read models that follow it, load, and are lost on the
 * way. Not thread-safe.
 */
final class History {

  static final int PARTITIONS = 2;

  private static final List<String> USERS = List.of("ann", "bob", "eve", "joe");
  private static final List<String> EMOJIS = List.of("👍", "❤");
  private static final int STEPS = 100;

  /** The end of what was followed that may come again, as what a dead reader had. */
  private static final int PENDING = 15;

  /** Somebody who loads a model. */
  private static final class Load {
    final ModelKey key;
    final String token;
    List<MembershipView> memberships;
    Description description;

    Load(ModelKey key, String token) {
      this.key = key;
      this.token = token;
    }

    boolean isRead() {
      return memberships != null || description != null;
    }
  }

  private final Random random;
  private final ModelStore models;
  private final int messages;
  private final Truth truth;
  private final Follower follower;
  private final int[] followed = new int[PARTITIONS];
  private final List<Load> loads = new ArrayList<>();
  private int tokens;

  /**
   * @param messages how many of the last messages are kept
   */
  History(long seed, ModelStore models, int messages, ObjectMapper json, ModelMeters meters) {
    this.random = new Random(seed);
    this.models = models;
    this.messages = messages;
    this.truth = new Truth(json, PARTITIONS);
    this.follower = new Follower(new EventReader(json), models, meters);
  }

  void run() {
    truth.create("c1", ConversationType.GROUP, List.of("ann", "bob", "eve"));
    truth.create("c2", ConversationType.DIRECT, List.of("ann", "bob"));
    truth.create("c3", ConversationType.CHANNEL, List.of("bob"));
    for (int i = 0; i < STEPS; i++) {
      step();
    }
    for (int partition = 0; partition < PARTITIONS; partition++) {
      follow(partition, followed[partition], truth.events(partition).size());
    }
    truth.writePositions();
    loads.forEach(load -> result(models.abandon(List.of(load.key), load.token)));
    USERS.forEach(this::checkList);
    truth.conversations().forEach(this::checkConversation);
  }

  private void step() {
    int dice = random.nextInt(100);
    if (dice < 62) {
      happen(one(truth.conversations()));
    } else if (dice < 74) {
      int partition = random.nextInt(PARTITIONS);
      int left = truth.events(partition).size() - followed[partition];
      follow(partition, followed[partition], followed[partition] + random.nextInt(left + 1));
    } else if (dice < 78) {
      int partition = random.nextInt(PARTITIONS);
      int again = Math.min(followed[partition], random.nextInt(PENDING));
      follow(partition, followed[partition] - again, followed[partition]);
    } else if (dice < 84) {
      begin(key());
    } else if (dice < 95) {
      goOn();
    } else if (dice < 97) {
      truth.writePositions();
    } else {
      lose(key());
    }
  }

  private ModelKey key() {
    return switch (random.nextInt(3)) {
      case 0 -> new ModelKey.List(one(USERS));
      case 1 -> new ModelKey.Conversation(one(truth.conversations()));
      default -> new ModelKey.Recent(one(truth.conversations()));
    };
  }

  private <T> T one(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private void happen(String id) {
    String user = one(USERS);
    if (truth.isDeleted(id)) {
      return;
    }
    if (!truth.isMember(id, user)) {
      if (!id.equals("c2")) {
        truth.join(
            id,
            USERS.stream()
                .filter(one -> one.equals(user) || !truth.isMember(id, one) && random.nextBoolean())
                .toList());
      }
      return;
    }
    int dice = random.nextInt(100);
    if (dice < 35 || truth.lastSeq(id) == 0) {
      truth.send(id, user, "text " + random.nextInt(1000));
    } else if (dice < 65) {
      changeMessage(id, user, truth.lastSeq(id) - random.nextInt(4), dice);
    } else if (dice < 80) {
      position(id, user);
    } else {
      changeConversation(id, user, dice);
    }
  }

  private void changeMessage(String id, String user, long seq, int dice) {
    if (seq < 1 || !truth.hasText(id, seq)) {
      return;
    }
    if (dice < 41) {
      truth.edit(id, seq, user, "edit " + random.nextInt(1000));
    } else if (dice < 50) {
      truth.react(id, seq, user, one(EMOJIS));
    } else if (dice < 56) {
      truth.pin(id, seq, user);
    } else if (dice < 61) {
      List<Long> pinned = truth.pinned(id);
      truth.delete(id, pinned.isEmpty() ? seq : one(pinned), user);
    } else if (truth.message(id, seq).version() == 1) {
      truth.tellNew(id, seq);
    }
  }

  private void position(String id, String user) {
    long seq = 1 + random.nextInt((int) truth.lastSeq(id));
    if (random.nextBoolean()) {
      truth.read(id, user, seq);
    } else {
      truth.deliver(id, user, seq);
    }
  }

  private void changeConversation(String id, String user, int dice) {
    if (dice < 87) {
      truth.settings(id, user, random.nextBoolean(), random.nextBoolean(), random.nextInt(3) == 0);
    } else if (dice < 88) {
      truth.tellSettings(id, user);
    } else if (dice < 91) {
      truth.rename(id, user, "title " + random.nextInt(1000));
    } else if (dice < 93) {
      truth.role(id, user, random.nextBoolean() ? "admin" : "member");
    } else if (dice < 94) {
      truth.tellCreated(id, user);
    } else if (dice < 96) {
      truth.expire(id, 1 + random.nextInt((int) truth.lastSeq(id) + 1));
    } else if (dice < 99) {
      if (!id.equals("c2")) {
        truth.leave(id, user);
      }
    } else if (random.nextInt(4) == 0 && !id.equals("c2")) {
      truth.deleteConversation(id, user);
    }
  }

  /** Follows the events of a partition, several in an entry, as a batch or two. */
  private void follow(int partition, int from, int to) {
    int between = from + (to > from ? random.nextInt(to - from) : 0);
    batch(partition, from, between);
    batch(partition, between, to);
    followed[partition] = Math.max(followed[partition], to);
  }

  private void batch(int partition, int from, int to) {
    List<Envelope> events = truth.events(partition);
    List<byte[]> entries = new ArrayList<>();
    List<IncomingRedisStreamMetadata> metadata = new ArrayList<>();
    int at = from;
    while (at < to) {
      int end = Math.min(to, at + 1 + random.nextInt(3));
      entries.add(EnvelopeCodec.encodeAll(events.subList(at, end)));
      metadata.add(
          new IncomingRedisStreamMetadata(
              "events", partition, end + "-0", null, 1, Map.of(), PartitionLease.ENDLESS));
      at = end;
    }
    IncomingRedisStreamBatch batch = new IncomingRedisStreamBatch(metadata, false);
    result(follower.process(entries, batch));
    assertEquals(Map.of(), batch.refused());
  }

  private void begin(ModelKey key) {
    Load load = new Load(key, "t" + ++tokens);
    if (result(models.begin(List.of(key), load.token)).get(0)) {
      loads.add(load);
    }
  }

  /** Somebody who loads reads, or is done; perhaps the mark is another one's by now. */
  private void goOn() {
    if (loads.isEmpty()) {
      return;
    }
    Load load = one(loads);
    if (load.isRead()) {
      loads.remove(load);
      finish(load);
    } else {
      read(load);
    }
  }

  private void read(Load load) {
    if (load.key instanceof ModelKey.List list) {
      load.memberships = truth.memberships(list.user());
    } else if (load.key instanceof ModelKey.Conversation conversation) {
      load.description = truth.describe(conversation.id(), 1);
    } else if (load.key instanceof ModelKey.Recent recent) {
      load.description = truth.describe(recent.id(), 1 + random.nextInt(messages));
    }
  }

  private void finish(Load load) {
    if (load.key instanceof ModelKey.List list) {
      result(models.finishList(list.user(), load.token, load.memberships));
    } else if (load.key instanceof ModelKey.Conversation) {
      result(models.finishConversations(load.token, List.of(load.description)));
    } else {
      result(models.finishRecent(load.token, List.of(load.description)));
    }
  }

  private void lose(ModelKey key) {
    result(models.drop(List.of(key)));
  }

  private void load(ModelKey key) {
    Load load = new Load(key, "t" + ++tokens);
    assertTrue(result(models.begin(List.of(key), load.token)).get(0), "nobody else loads");
    read(load);
    finish(load);
  }

  private void checkList(String user) {
    if (result(models.list(user)) == null) {
      load(new ModelKey.List(user));
    }
    Map<String, MembershipView> expected = new HashMap<>();
    truth.expected(user).forEach(one -> expected.put(one.conversationId(), plain(one)));
    Map<String, MembershipView> found =
        result(models.list(user)).memberships().values().stream()
            .collect(Collectors.toMap(MembershipView::conversationId, History::plain));
    assertEquals(expected, found, "list of " + user);
  }

  /** Without the revision: who is told together has that of the last one. */
  private static MembershipView plain(MembershipView view) {
    return new MembershipView(
        view.conversationId(),
        view.role(),
        view.joinedSeq(),
        view.readSeq(),
        view.deliveredSeq(),
        view.muted(),
        view.pinned(),
        view.archivedSeq(),
        0);
  }

  private void checkConversation(String id) {
    if (result(models.conversations(Set.of(id))).isEmpty()) {
      load(new ModelKey.Conversation(id));
    }
    ConversationModel found = result(models.conversations(Set.of(id))).get(id);
    Description is = truth.describe(id, 1);
    MessageView last = is.messages().isEmpty() ? null : is.messages().get(0);
    assertTrue(found.view().revision() <= is.conversation().revision());
    assertEquals(
        new ConversationModel(plain(is.conversation()), is.memberIds(), is.activeAt(), last),
        new ConversationModel(
            plain(found.view()), found.memberIds(), found.activeAt(), found.lastMessage()),
        id);
    checkRecent(id, is.conversation());
  }

  private void checkRecent(String id, ConversationView is) {
    if (result(models.recent(Map.of(id, 0L))).isEmpty()) {
      load(new ModelKey.Recent(id));
    }
    RecentModel found = result(models.recent(Map.of(id, 0L))).get(id);
    assertEquals(is.lastSeq(), found.lastSeq(), id);
    assertTrue(found.fromSeq() >= (is.firstSeq() == null ? 1 : is.firstSeq()), id);
    assertTrue(found.messages().size() <= messages, id);
    assertEquals(
        LongStream.rangeClosed(found.fromSeq(), is.lastSeq())
            .mapToObj(seq -> truth.message(id, seq))
            .toList(),
        found.messages(),
        id);
  }

  /** Without the revision, which counts what a conversation does not show, too. */
  private static ConversationView plain(ConversationView view) {
    return new ConversationView(
        view.conversationId(),
        view.type(),
        view.title(),
        view.avatarUrl(),
        view.metadata(),
        view.createdAt(),
        view.createdBy(),
        view.deletedAt(),
        0,
        view.memberCount(),
        view.lastSeq(),
        view.pinned(),
        view.retentionDays(),
        view.firstSeq());
  }
}
