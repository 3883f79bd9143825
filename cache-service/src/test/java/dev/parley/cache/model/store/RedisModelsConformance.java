package dev.parley.cache.model.store;

import static dev.parley.cache.model.Samples.CREATED;
import static dev.parley.cache.model.Samples.added;
import static dev.parley.cache.model.Samples.edited;
import static dev.parley.cache.model.Samples.loaded;
import static dev.parley.cache.model.Samples.membership;
import static dev.parley.cache.model.Samples.message;
import static dev.parley.cache.model.Samples.messages;
import static dev.parley.cache.model.Samples.reacted;
import static dev.parley.cache.model.Samples.reaction;
import static dev.parley.cache.model.Samples.read;
import static dev.parley.cache.model.Samples.view;
import static dev.parley.service.testing.Await.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cache.model.ConversationModel;
import dev.parley.cache.model.ListModel;
import dev.parley.cache.model.ModelChange;
import dev.parley.cache.model.ModelChange.Board;
import dev.parley.cache.model.ModelKey;
import dev.parley.cache.model.ModelMeters;
import dev.parley.cache.model.ModelMeters.Reason;
import dev.parley.cache.model.ModelSettings;
import dev.parley.cache.model.ModelStore;
import dev.parley.cache.model.RecentModel;
import dev.parley.cache.model.TestModelSettings;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.Partitions;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.contracts.reply.ConversationDescriptions.Description;
import dev.parley.contracts.view.ConversationView;
import dev.parley.contracts.view.MembershipView;
import dev.parley.contracts.view.MessageView;
import dev.parley.routing.RedisPipeline;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a {@link ModelStore} promises, and how long its keys stay. */
abstract class RedisModelsConformance {

  private static final int PARTITIONS = 4;
  private static final int RACERS = 100;

  /** How many of them run at the same moment: fewer than a client of a Cluster has connections. */
  private static final int AT_ONCE = 8;

  private static final String ID = "c1";
  private static final ModelSettings SETTINGS =
      TestModelSettings.with(
              Map.of("parley.models.recent-messages", "20", "parley.models.recent-bytes", "20000"))
          .models();

  private final RedisKeys keys = new RedisKeys("test-" + Ids.random() + ":");
  private final ModelMeters meters = new ModelMeters();

  /** A client of the servers. */
  abstract Redis redis();

  /** Another one, as another replica has it. */
  abstract Redis otherRedis();

  abstract RedisPipeline pipeline(Redis redis);

  private RedisModels store() {
    return store(redis());
  }

  private RedisModels store(Redis redis) {
    return new RedisModels(pipeline(redis), keys, PARTITIONS, SETTINGS, meters);
  }

  // Lists

  @Test
  void list_that_was_never_loaded_is_not_there() {
    apply(member("ann", "c9", "member", true, 4, 7));

    assertNull(list("ann"));
    assertEquals(-2, ttl(keys.modelList("ann")), "nothing is kept of it");
  }

  @Test
  void list_has_what_was_loaded_and_what_happened_meanwhile() {
    String token = begin(new ModelKey.List("ann"));
    apply(
        member("ann", "joined", "member", true, 4, 7),
        read("ann", "joined", 4),
        member("ann", "left", null, false, 0, 9),
        new ModelChange.Settings("ann", "muted", true, true, 12L, 5),
        read("ann", "further", 30),
        read("ann", "behind", 10));

    assertTrue(
        finishList(
            "ann",
            token,
            membership("left", 3, 1),
            membership("muted", 4, 2),
            membership("further", 2, 3),
            membership("behind", 2, 20)));

    assertEquals(
        Map.of(
            "joined",
            new MembershipView("joined", "member", 4, 4, 4, false, false, null, 7),
            "muted",
            new MembershipView("muted", "member", 0, 2, 2, true, true, 12L, 5),
            "further",
            membership("further", 2, 30),
            "behind",
            membership("behind", 2, 20)),
        list("ann"));
  }

  @Test
  void what_is_newer_when_loaded_stays() {
    String token = begin(new ModelKey.List("ann"));
    apply(
        member("ann", "c1", null, false, 0, 5),
        new ModelChange.Settings("ann", "c2", true, true, 1L, 5));
    assertTrue(finishList("ann", token, membership("c1", 6, 0), membership("c2", 6, 0)));

    assertEquals(Map.of("c1", membership("c1", 6, 0), "c2", membership("c2", 6, 0)), list("ann"));
  }

  @Test
  void positions_are_kept_for_who_has_no_list() {
    apply(read("ann", "c1", 10), new ModelChange.Position("ann", "c1", 0, 12));
    String key = keys.modelList("ann");
    assertNull(list("ann"));
    assertTrue(ttl(key) > 30_000 && ttl(key) <= 60_000, "a minute");

    String token = begin(new ModelKey.List("ann"));
    assertTrue(finishList("ann", token, membership("c1", 2, 3)));

    assertEquals(
        Map.of("c1", new MembershipView("c1", "member", 0, 10, 12, false, false, null, 2)),
        list("ann"));
  }

  @Test
  void positions_only_grow() {
    complete("ann", membership("c1", 2, 5));
    apply(read("ann", "c1", 9));
    apply(read("ann", "c1", 7), new ModelChange.Position("ann", "c1", 3, 20));
    apply(new ModelChange.Position("ann", "c1", 8, 9));

    assertEquals(
        new MembershipView("c1", "member", 0, 9, 20, false, false, null, 2), list("ann").get("c1"));
  }

  @Test
  void settings_begin_anew_with_who_joins_again() {
    complete("ann", new MembershipView("c1", "owner", 0, 5, 5, true, true, 4L, 3));

    apply(member("ann", "c1", "admin", false, 0, 4));
    assertEquals(
        new MembershipView("c1", "admin", 0, 5, 5, true, true, 4L, 4),
        list("ann").get("c1"),
        "another role is nothing new");
    apply(member("ann", "c1", null, false, 0, 5));
    assertEquals(Map.of(), list("ann"));
    apply(member("ann", "c1", "member", true, 9, 6), read("ann", "c1", 9));

    assertEquals(
        new MembershipView("c1", "member", 9, 9, 9, false, false, null, 6), list("ann").get("c1"));
    apply(
        member("ann", "c1", null, false, 0, 5),
        new ModelChange.Settings("ann", "c1", true, true, 4L, 3));
    assertEquals(
        new MembershipView("c1", "member", 9, 9, 9, false, false, null, 6),
        list("ann").get("c1"),
        "what is older changes nothing");
  }

  @Test
  void list_near_its_end_keeps_positions_when_it_goes() {
    complete("ann", membership("c1", 2, 5), membership("c2", 2, 5));
    String key = keys.modelList("ann");
    call(Command.PEXPIRE, key, "20000");
    apply(member("ann", "c3", "member", true, 0, 9));
    assertTrue(ttl(key) <= 20_000, "what happens does not prolong it");

    apply(read("ann", "c1", 9), member("ann", "c2", null, false, 0, 9));

    assertNull(list("ann"));
    assertTrue(ttl(key) > 30_000, "positions stay for a minute");
    apply(new ModelChange.Settings("ann", "c1", true, true, 1L, 20));
    String token = begin(new ModelKey.List("ann"));
    assertTrue(finishList("ann", token, membership("c1", 2, 5)));
    assertEquals(Map.of("c1", membership("c1", 2, 9)), list("ann"), "only positions stayed");
  }

  @Test
  void list_that_is_read_stays() {
    complete("ann", membership("c1", 2, 5));
    String key = keys.modelList("ann");
    call(Command.PEXPIRE, key, "90000");
    apply(read("ann", "c1", 9));
    assertTrue(ttl(key) <= 90_000);

    list("ann");

    assertTrue(ttl(key) > 200_000);
    assertTrue(ttl(key) <= SETTINGS.listTtl().toMillis());
  }

  @Test
  void list_of_a_thousand_is_complete() {
    List<MembershipView> many =
        IntStream.range(0, 1000).mapToObj(i -> membership("c" + i, i + 1, i)).toList();
    complete("ann", many.toArray(MembershipView[]::new));

    Map<String, MembershipView> list = list("ann");

    assertEquals(Set.copyOf(many), Set.copyOf(list.values()));
  }

  @Test
  void list_that_grows_without_end_is_given_up() {
    complete("ann");
    List<ModelChange> many = new ArrayList<>();
    IntStream.range(0, 5000).forEach(i -> many.add(member("ann", "c" + i, "member", true, 0, 5)));

    apply(many.toArray(ModelChange[]::new));

    assertNull(list("ann"));
    assertEquals(1, meters.counted(Reason.SIZE));
  }

  // Loading

  @Test
  void only_one_loads_and_not_what_is_complete() {
    ModelKey key = new ModelKey.List("ann");
    List<Uni<List<Boolean>>> all = new ArrayList<>();
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      tokens.add("t" + i);
      all.add(store(i % 2 == 0 ? redis() : otherRedis()).begin(List.of(key), "t" + i));
    }
    List<List<Boolean>> begun =
        result(Uni.join().all(all).usingConcurrencyOf(AT_ONCE).andFailFast());
    List<String> winners =
        IntStream.range(0, RACERS).filter(i -> begun.get(i).get(0)).mapToObj(tokens::get).toList();
    assertEquals(1, winners.size());

    assertTrue(finishList("ann", winners.get(0)));
    assertEquals(List.of(false), result(store().begin(List.of(key), "later")));
    assertEquals(Map.of(), list("ann"), "who has none has an empty list");
  }

  @Test
  void who_takes_too_long_is_followed_by_another_one() {
    for (ModelKey key :
        List.of(new ModelKey.List("ann"), new ModelKey.Conversation(ID), new ModelKey.Recent(ID))) {
      begin(key);
      call(Command.HSET, key(key), "u", "1");

      assertEquals(List.of(true), result(store().begin(List.of(key), "other")));
      assertEquals(List.of(false), result(store().begin(List.of(key), "third")));
    }
    assertFalse(finishList("ann", "token"), "the first one comes too late");
    finish("token", loaded(view(ID, 1, 3, null), 1));
    assertEquals(Map.of(), conversations(ID));
    assertEquals(Map.of(), recent(ID, 0));
    finish("other", loaded(view(ID, 1, 3, null), 1));
    assertEquals(Set.of(ID), conversations(ID).keySet());
    assertEquals(Set.of(ID), recent(ID, 0).keySet());
  }

  @Test
  void who_gives_up_lets_another_one_begin() {
    List<ModelKey> all =
        List.of(
            new ModelKey.List("ann"),
            new ModelKey.Conversation(ID),
            new ModelKey.Recent(ID),
            new ModelKey.Conversation("c2"));
    assertEquals(List.of(true, true, true, true), result(store().begin(all, "one")));
    result(store().abandon(all, "two"));
    assertEquals(
        List.of(false, false, false, false),
        result(store().begin(all, "two")),
        "only who has the mark takes it back");

    result(store().abandon(all, "one"));

    assertEquals(List.of(true, true, true, true), result(store().begin(all, "two")));
  }

  @Test
  void what_is_dropped_is_loaded_anew() {
    complete("ann", membership("c1", 2, 5));
    apply(read("ann", "c1", 9));
    complete(loaded(view(ID, 1, 3, null), 1));

    result(
        store()
            .drop(
                List.of(
                    new ModelKey.List("ann"),
                    new ModelKey.Conversation(ID),
                    new ModelKey.Recent(ID))));

    assertNull(list("ann"));
    assertEquals(Map.of(), conversations(ID));
    assertEquals(Map.of(), recent(ID, 0));
    complete("ann", membership("c1", 2, 5));
    assertEquals(Map.of("c1", membership("c1", 2, 9)), list("ann"), "positions stay");
  }

  @Test
  void mark_ends_by_itself() {
    begin(new ModelKey.Conversation(ID));
    begin(new ModelKey.List("ann"));

    assertTrue(ttl(key(new ModelKey.Conversation(ID))) <= 10_000);
    assertTrue(ttl(key(new ModelKey.Conversation(ID))) > 0);
    assertTrue(ttl(keys.modelList("ann")) <= 60_000, "positions come along");
    assertTrue(ttl(keys.modelList("ann")) > 0);
  }

  // Conversations

  @Test
  void conversation_is_as_it_was_loaded() {
    ConversationView view = view(ID, 4, 3, null, 1L, 3L);
    complete(new Description(view, List.of("ann", "bob"), CREATED, messages(ID, 3, 3)));

    assertEquals(
        new ConversationModel(view, List.of("ann", "bob"), CREATED.plusSeconds(3), message(ID, 3)),
        conversation());
    long ttl = ttl(key(new ModelKey.Conversation(ID)));
    assertTrue(ttl > 500_000 && ttl <= 600_000);
  }

  @Test
  void conversation_without_messages_is_active_as_it_was_loaded() {
    complete(loaded(view(ID, 4, 0, null), 1));
    assertEquals(new ConversationModel(view(ID, 4, 0, null), null, CREATED, null), conversation());

    ConversationView expired = view("c2", 4, 7, 8L);
    complete(new Description(expired, null, CREATED.plusSeconds(7), List.of()));
    assertEquals(
        new ConversationModel(expired, null, CREATED.plusSeconds(7), null),
        conversations("c2").get("c2"));
  }

  @Test
  void conversation_follows_its_messages() {
    complete(loaded(view(ID, 1, 2, null), 1));

    apply(added(ID, 3), added(ID, 4), reacted(ID, 4, 2, "bob"), edited(ID, 3, 2));
    apply(reacted(ID, 4, 3, "eve"), reacted(ID, 4, 2, "bob"), added(ID, 2));

    ConversationModel now = conversation();
    assertEquals(4, now.view().lastSeq());
    assertEquals(CREATED.plusSeconds(4), now.activeAt());
    assertEquals(
        message(ID, 4, 3, "text 4", List.of(reaction("👍", "bob", "eve"))).reactions(),
        now.lastMessage().reactions());
    assertEquals(3, now.lastMessage().version());
    apply(edited(ID, 4, 4));
    assertEquals(message(ID, 4, 4, "version 4", null), conversation().lastMessage());
  }

  @Test
  void conversation_with_a_hole_takes_the_last_message() {
    complete(loaded(view(ID, 1, 2, null), 1));

    apply(added(ID, 9));

    assertEquals(9, conversation().view().lastSeq());
    assertEquals(message(ID, 9), conversation().lastMessage());
  }

  @Test
  void conversation_shows_the_newest_of_itself() {
    complete(loaded(view(ID, 5, 2, null), 1));

    apply(shown(view(ID, 7, 0, null, 1L)), shown(view(ID, 6, 50, null)));
    assertEquals(view(ID, 7, 2, null, 1L), conversation().view(), "lastSeq is the messages' own");
    apply(shown(view(ID, 7, 1, null)));
    assertEquals(view(ID, 7, 2, null, 1L), conversation().view());
  }

  @Test
  void conversation_whose_pinned_messages_change_is_dropped() {
    complete(loaded(view(ID, 5, 3, null, 2L, 12L), 1));
    apply(changed(3, Board.WITHOUT), changed(1, Board.WITHOUT));
    assertEquals(List.of(2L, 12L), conversation().view().pinned(), "others are pinned");
    apply(changed(2, Board.WITHOUT));
    assertEquals(Map.of(), conversations(ID));

    complete(loaded(view(ID, 5, 3, null), 1));
    apply(changed(3, Board.OTHER));
    assertEquals(Map.of(), conversations(ID));
    assertEquals(2, meters.counted(Reason.PINNED));
    assertEquals(3, recent().messages().size(), "the messages are known all the same");
  }

  @Test
  void conversation_forgets_what_has_expired() {
    complete(loaded(view(ID, 5, 4, null, 2L, 4L), 1));

    apply(new ModelChange.Expired(ID, 4));
    apply(new ModelChange.Expired(ID, 3));
    assertEquals(view(ID, 5, 4, 4L, 4L), conversation().view());
    assertEquals(message(ID, 4), conversation().lastMessage());
    assertEquals(new RecentModel(4, 4, messages(ID, 4, 4)), recent());
    apply(new ModelChange.Expired(ID, 5));

    assertEquals(
        new ConversationModel(view(ID, 5, 4, 5L), null, CREATED.plusSeconds(4), null),
        conversation());
    assertEquals(new RecentModel(5, 4, List.of()), recent());
    apply(added(ID, 4), reacted(ID, 4, 2, "bob"));
    assertNull(conversation().lastMessage(), "it comes late");
    String kept = call(Command.HGET, key(new ModelKey.Conversation(ID)), "x").toString();
    assertEquals("", kept, "nothing of it is kept");
    apply(added(ID, 5));
    assertEquals(new RecentModel(5, 5, messages(ID, 5, 5)), recent());
  }

  @Test
  void conversation_has_what_happened_while_it_was_loaded() {
    String token = begin(new ModelKey.Conversation(ID));
    apply(
        added(ID, 4),
        added(ID, 5),
        edited(ID, 5, 2),
        shown(view(ID, 6, 0, null)),
        new ModelChange.Expired(ID, 2));

    result(store().finishConversations(token, List.of(loaded(view(ID, 5, 4, null), 1))));

    assertEquals(
        new ConversationModel(
            view(ID, 6, 5, 2L), null, CREATED.plusSeconds(5), message(ID, 5, 2, "version 2", null)),
        conversation());
  }

  @Test
  void loaded_conversation_that_is_newer_stays() {
    String token = begin(new ModelKey.Conversation(ID));
    apply(added(ID, 4), shown(view(ID, 6, 0, null)));
    MessageView newer = message(ID, 4, 3, "newer", List.of(reaction("👍", "bob")));

    result(
        store()
            .finishConversations(
                token,
                List.of(new Description(view(ID, 8, 4, null), null, CREATED, List.of(newer)))));
    apply(edited(ID, 4, 2), reacted(ID, 4, 3, "bob"));

    assertEquals(view(ID, 8, 4, null), conversation().view());
    assertEquals(newer, conversation().lastMessage());
  }

  @Test
  void reaction_to_what_is_not_known_drops_it() {
    complete(loaded(view(ID, 5, 3, null), 1));
    apply(reacted(ID, 3, 3, "bob"));
    assertEquals(Map.of(), conversations(ID), "version 2 was never seen");
    assertEquals(Map.of(), recent(ID, 0));
    assertEquals(2, meters.counted(Reason.HOLE));

    String token = begin(new ModelKey.Conversation(ID));
    begin(new ModelKey.Recent(ID));
    apply(reacted(ID, 3, 2, "bob"));
    finish(token, loaded(view(ID, 5, 3, null), 1));
    assertEquals(Map.of(), conversations(ID), "it may have been loaded before");
    assertEquals(Map.of(), recent(ID, 0));
  }

  @Test
  void many_conversations_are_read_together() {
    Set<String> ids = new HashSet<>();
    Map<String, Long> after = new HashMap<>();
    List<Description> all = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      ids.add("c" + i);
      after.put("c" + i, 1L);
      all.add(loaded(view("c" + i, 1, 2, null), 1));
    }
    complete(all.toArray(Description[]::new));
    ids.add("nowhere");
    after.put("nowhere", 0L);

    Map<String, ConversationModel> found = result(store().conversations(ids));
    Map<String, RecentModel> recent = result(store().recent(after));

    assertEquals(500, found.size());
    found.forEach((id, one) -> assertEquals(view(id, 1, 2, null), one.view()));
    assertEquals(500, recent.size());
    recent.forEach((id, one) -> assertEquals(new RecentModel(1, 2, messages(id, 2, 2)), one));
    assertEquals(Map.of(), result(store().conversations(Set.of())));
    assertEquals(Map.of(), result(store().recent(Map.of())));
  }

  // Last messages

  @Test
  void recent_is_read_from_where_it_is_known() {
    complete(loaded(view(ID, 1, 10, null), 4));

    assertEquals(new RecentModel(4, 10, messages(ID, 4, 10)), recent());
    assertEquals(new RecentModel(4, 10, messages(ID, 8, 10)), recent(ID, 7).get(ID));
    assertEquals(new RecentModel(4, 10, List.of()), recent(ID, 10).get(ID));
    assertEquals(new RecentModel(4, 10, List.of()), recent(ID, 99).get(ID));
    long ttl = ttl(key(new ModelKey.Recent(ID)));
    assertTrue(ttl > 1_700_000 && ttl <= 1_800_000);
    apply(added(ID, 11));
    assertTrue(ttl(key(new ModelKey.Recent(ID))) <= ttl, "what happens does not prolong it");
  }

  @Test
  void recent_of_an_empty_conversation_grows() {
    complete(loaded(view(ID, 1, 0, null), 1));
    assertEquals(new RecentModel(1, 0, List.of()), recent());

    apply(added(ID, 1), added(ID, 2), added(ID, 1));

    assertEquals(new RecentModel(1, 2, messages(ID, 1, 2)), recent());
  }

  @Test
  void recent_is_bounded_in_messages() {
    complete(loaded(view(ID, 1, 3, null), 1));
    LongStream.rangeClosed(4, 50).forEach(seq -> apply(added(ID, seq)));
    assertEquals(new RecentModel(31, 50, messages(ID, 31, 50)), recent());

    apply(LongStream.rangeClosed(51, 700).mapToObj(s -> added(ID, s)).toArray(ModelChange[]::new));
    assertEquals(new RecentModel(681, 700, messages(ID, 681, 700)), recent());
    assertEquals(20 + 5, call(Command.HLEN, key(new ModelKey.Recent(ID))).toInteger());
    complete(loaded(view("c2", 1, 90, null), 1));
    assertEquals(new RecentModel(71, 90, messages("c2", 71, 90)), recent("c2", 0).get("c2"));
  }

  @Test
  void recent_is_bounded_in_bytes_and_has_the_last_one_always() {
    complete(loaded(view(ID, 1, 3, null), 1));
    String large = "x".repeat(8000);
    apply(
        new ModelChange.Added(ID, message(ID, 4, 1, large, null)),
        new ModelChange.Added(ID, message(ID, 5, 1, large, null)),
        new ModelChange.Added(ID, message(ID, 6, 1, large, null)));
    assertEquals(5, recent().fromSeq());
    assertEquals(6, recent().lastSeq());
    apply(new ModelChange.Added(ID, message(ID, 7, 1, "x".repeat(30_000), null)));
    assertEquals(7, recent().fromSeq());
    apply(added(ID, 8));
    assertEquals(8, recent().fromSeq());

    MessageView huge = message("c2", 2, 1, "x".repeat(30_000), null);
    complete(
        new Description(view("c2", 1, 2, null), null, CREATED, List.of(message("c2", 1), huge)));
    assertEquals(new RecentModel(2, 2, List.of(huge)), recent("c2", 0).get("c2"));
  }

  @Test
  void message_to_which_reactions_come_without_end_is_loaded_anew() {
    complete(loaded(view(ID, 1, 3, null), 1));
    List<ModelChange> toggles = new ArrayList<>();
    for (int version = 2; version < 1500; version++) {
      toggles.add(
          new ModelChange.Reacted(ID, 3, version, "ann-with-a-long-name", "👍", version % 2 == 1));
    }
    apply(toggles.toArray(ModelChange[]::new));

    assertEquals(Map.of(), conversations(ID));
    assertEquals(Map.of(), recent(ID, 0));
    assertEquals(2, meters.counted(Reason.SIZE));
  }

  @Test
  void recent_begins_anew_behind_a_hole() {
    complete(loaded(view(ID, 1, 3, null), 1));

    apply(added(ID, 4), added(ID, 7), added(ID, 8), added(ID, 5));

    assertEquals(new RecentModel(7, 8, messages(ID, 7, 8)), recent());
    assertEquals(2 + 5, call(Command.HLEN, key(new ModelKey.Recent(ID))).toInteger());
  }

  @Test
  void messages_change_by_version() {
    complete(loaded(view(ID, 1, 4, null), 2));

    apply(
        edited(ID, 2, 3),
        edited(ID, 2, 2),
        reacted(ID, 3, 2, "bob"),
        reacted(ID, 3, 3, "eve"),
        new ModelChange.Reacted(ID, 3, 4, "bob", "👍", true),
        new ModelChange.Reacted(ID, 3, 5, "bob", "❤", false),
        reacted(ID, 2, 4, "bob"),
        edited(ID, 1, 9),
        reacted(ID, 1, 9, "bob"));

    MessageView third = recent(ID, 2).get(ID).messages().get(0);
    assertEquals(5, third.version());
    assertEquals(List.of(reaction("👍", "eve"), reaction("❤", "bob")), third.reactions());
    assertEquals(
        message(ID, 2, 4, "version 3", List.of(reaction("👍", "bob"))), recent().messages().get(0));
    assertEquals(message(ID, 4), recent().messages().get(2));
  }

  @Test
  void recent_has_what_happened_while_it_was_loaded() {
    begin(new ModelKey.Recent(ID));
    apply(added(ID, 5), edited(ID, 5, 2), added(ID, 6), new ModelChange.Expired(ID, 3));

    finishRecent(loaded(view(ID, 1, 5, null), 2));

    List<MessageView> expected = new ArrayList<>(messages(ID, 3, 6));
    expected.set(2, message(ID, 5, 2, "version 2", null));
    assertEquals(new RecentModel(3, 6, expected), recent());
  }

  @Test
  void loaded_message_that_is_newer_stays() {
    begin(new ModelKey.Recent(ID));
    apply(added(ID, 2), added(ID, 3));
    MessageView newer = message(ID, 3, 4, "newer", List.of(reaction("👍", "bob")));

    finishRecent(
        new Description(
            view(ID, 1, 3, null), null, CREATED, List.of(message(ID, 1), message(ID, 2), newer)));

    assertEquals(new RecentModel(1, 3, List.of(message(ID, 1), message(ID, 2), newer)), recent());
  }

  @Test
  void recent_and_what_was_loaded_may_lie_apart() {
    begin(new ModelKey.Recent(ID));
    apply(added(ID, 9));
    finishRecent(loaded(view(ID, 1, 5, null), 2));
    assertEquals(new RecentModel(9, 9, messages(ID, 9, 9)), recent(), "5 to 8 were never seen");

    begin(new ModelKey.Recent("c2"));
    apply(added("c2", 1), added("c2", 2));
    finishRecent(loaded(view("c2", 1, 8, null), 5));
    assertEquals(new RecentModel(5, 8, messages("c2", 5, 8)), recent("c2", 0).get("c2"));

    begin(new ModelKey.Recent("c3"));
    apply(new ModelChange.Expired("c3", 9));
    finishRecent(loaded(view("c3", 1, 8, null), 5));
    assertEquals(new RecentModel(9, 8, List.of()), recent("c3", 0).get("c3"));
  }

  @Test
  void change_of_what_may_be_loading_makes_it_be_loaded_again() {
    begin(new ModelKey.Recent(ID));
    apply(edited(ID, 3, 2));
    finishRecent(loaded(view(ID, 1, 5, null), 2));

    assertEquals(Map.of(), recent(ID, 0));
  }

  // All together

  @Test
  void same_changes_twice_or_from_two_replicas_are_as_good_as_once() {
    complete("ann", membership(ID, 1, 0));
    complete(loaded(view(ID, 1, 0, null), 1));
    List<ModelChange> changes = new ArrayList<>();
    for (int seq = 1; seq <= 15; seq++) {
      changes.add(added(ID, seq));
      changes.add(reacted(ID, seq, 2, "bob"));
      changes.add(read("ann", ID, seq));
    }
    changes.add(new ModelChange.Settings("ann", ID, true, false, null, 4));
    List<Uni<Void>> all = new ArrayList<>();
    for (int i = 0; i < RACERS; i++) {
      all.add(store(i % 2 == 0 ? redis() : otherRedis()).apply(changes));
    }

    result(Uni.join().all(all).usingConcurrencyOf(AT_ONCE).andFailFast());

    assertEquals(15, recent().messages().size());
    recent()
        .messages()
        .forEach(one -> assertEquals(List.of(reaction("👍", "bob")), one.reactions()));
    assertEquals(15, conversation().view().lastSeq());
    assertEquals(
        new MembershipView(ID, "member", 0, 15, 15, true, false, null, 4), list("ann").get(ID));
  }

  @Test
  void batch_may_be_large() {
    int users = 600;
    List<ModelChange> changes = new ArrayList<>();
    for (int i = 0; i < users; i++) {
      changes.add(read("user" + i, "c" + i, 7));
    }
    LongStream.rangeClosed(1, 3000).forEach(seq -> changes.add(added(ID, seq)));
    complete(loaded(view(ID, 1, 0, null), 1));

    apply(changes.toArray(ModelChange[]::new));

    assertEquals(new RecentModel(2981, 3000, messages(ID, 2981, 3000)), recent());
    for (int i = 0; i < users; i += 100) {
      assertEquals("7|7", call(Command.HGET, keys.modelList("user" + i), "p:c" + i).toString());
    }
    result(store().apply(List.of()));
  }

  @Test
  void where_events_are_applied_only_moves_forward() {
    assertEquals(Collections.nCopies(PARTITIONS, ModelStore.NOTHING), result(store().applied()));
    List<String> ids =
        new ArrayList<>(
            List.of("9-0", "10-0", "1795000000000-9", "1795000000000-10", "1795000000001-0"));
    Collections.shuffle(ids, new Random(1));
    ids.forEach(id -> result(store().applied(Map.of(1, id))));
    result(store().applied(Map.of(1, "1795000000000-11", 3, "7-0")));
    result(store().applied(Map.of()));

    assertEquals(List.of("0-0", "1795000000001-0", "0-0", "7-0"), result(store().applied()));
  }

  private void apply(ModelChange... changes) {
    result(store().apply(List.of(changes)));
  }

  private static ModelChange.Member member(
      String user, String id, String role, boolean joins, long joinedSeq, long revision) {
    return new ModelChange.Member(user, id, role, joins, joinedSeq, revision);
  }

  private static ModelChange.Shown shown(ConversationView view) {
    return new ModelChange.Shown(view.conversationId(), view, null);
  }

  private static ModelChange.Changed changed(long seq, Board board) {
    return new ModelChange.Changed(ID, message(ID, seq, 2, "changed", null), board);
  }

  private String begin(ModelKey key) {
    assertEquals(List.of(true), result(store().begin(List.of(key), "token")));
    return "token";
  }

  private boolean finishList(String user, String token, MembershipView... loaded) {
    return result(store().finishList(user, token, List.of(loaded)));
  }

  private void complete(String user, MembershipView... loaded) {
    assertTrue(finishList(user, begin(new ModelKey.List(user)), loaded));
  }

  private void complete(Description... loaded) {
    List<ModelKey> all = new ArrayList<>();
    for (Description one : loaded) {
      all.add(new ModelKey.Conversation(one.conversation().conversationId()));
      all.add(new ModelKey.Recent(one.conversation().conversationId()));
    }
    result(store().begin(all, "token"));
    finish("token", loaded);
  }

  private void finish(String token, Description... loaded) {
    result(store().finishConversations(token, List.of(loaded)));
    result(store().finishRecent(token, List.of(loaded)));
  }

  private void finishRecent(Description loaded) {
    result(store().finishRecent("token", List.of(loaded)));
  }

  private Map<String, MembershipView> list(String user) {
    ListModel list = result(store().list(user));
    return list == null ? null : list.memberships();
  }

  private Map<String, ConversationModel> conversations(String id) {
    return result(store().conversations(Set.of(id)));
  }

  private ConversationModel conversation() {
    return conversations(ID).get(ID);
  }

  private Map<String, RecentModel> recent(String id, long after) {
    return result(store().recent(Map.of(id, after)));
  }

  private RecentModel recent() {
    return recent(ID, 0).get(ID);
  }

  private String key(ModelKey model) {
    if (model instanceof ModelKey.List list) {
      return keys.modelList(list.user());
    }
    return model instanceof ModelKey.Conversation one
        ? keys.modelConversation(Partitions.of(one.id(), PARTITIONS), one.id())
        : keys.modelRecent(Partitions.of(ID, PARTITIONS), ID);
  }

  private long ttl(String key) {
    return call(Command.PTTL, key).toLong();
  }

  private Response call(Command command, String... arguments) {
    Request request = Request.cmd(command);
    for (String argument : arguments) {
      request.arg(argument);
    }
    return result(redis().send(request));
  }
}
