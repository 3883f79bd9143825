package dev.parley.cache.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cache.secret.Secrets;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RevokedTokens;
import dev.parley.service.testing.Await;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What holds of sessions, whatever the servers are. */
abstract class SessionStoreConformance {

  static final int MAX = 5;
  static final Duration IDLE = Duration.ofHours(1);
  static final Duration CAP = Duration.ofHours(24);
  static final Duration TOKEN_LIFE = Duration.ofHours(2);
  private static final Instant LONG_AGO = Instant.ofEpochSecond(1_000_000_000);

  final RedisKeys keys = new RedisKeys("test-" + Ids.random() + ":");
  SessionStore store;
  RevokedTokens tokens;

  /** A client of its own for each call: as replicas have. */
  abstract Redis newClient();

  abstract Redis redis();

  abstract boolean isCluster();

  @BeforeEach
  void make() {
    store = store(redis());
    tokens = new RevokedTokens(redis(), keys, isCluster());
  }

  SessionStore store(Redis redis) {
    return new SessionStore(redis, keys, isCluster(), MAX, TOKEN_LIFE);
  }

  @Test
  void session_is_found_by_its_secret_alone() {
    Session made = create("ann", "one");

    Session found = find("one").orElseThrow();
    assertEquals(made.sessionId(), found.sessionId());
    assertEquals("ann", found.userId());
    assertEquals("phone", found.device());
    assertEquals("192.0.2.7", found.address());
    assertEquals("{\"a\":[1,\"\\u00e4/\"]}", found.data());
    assertEquals(made.createdAt(), found.createdAt());
    assertEquals(made.createdAt().plus(IDLE), made.expiresAt());
    assertTrue(find("two").isEmpty());
  }

  @Test
  void what_was_not_said_is_not_there() {
    Session made =
        Await.result(store.create(new NewSession("s1", "ann", hash("one"), "", "", "", IDLE, CAP)))
            .session();

    assertNull(made.device());
    assertNull(made.address());
    assertNull(made.data());
  }

  @Test
  void use_moves_the_end_and_a_look_does_not() {
    Session made = create("ann", "one");
    // As if half an hour had gone by.
    age("ann", made.sessionId(), Duration.ofMinutes(30));

    Session seen = Await.result(store.find(hash("one"), false, "x")).orElseThrow();
    assertEquals(made.expiresAt().minus(Duration.ofMinutes(30)), seen.expiresAt());
    assertEquals("192.0.2.7", seen.address());

    Session used = Await.result(store.find(hash("one"), true, "198.51.100.1")).orElseThrow();
    assertEquals(used.lastUsedAt().plus(IDLE), used.expiresAt());
    assertTrue(used.expiresAt().isAfter(seen.expiresAt()));
    assertEquals("198.51.100.1", used.address());
    assertEquals("198.51.100.1", find("one").orElseThrow().address());
  }

  @Test
  void use_never_moves_the_end_over_the_cap() {
    Session made = create("ann", "one");
    age("ann", made.sessionId(), CAP.minus(Duration.ofMinutes(10)));
    set("ann", made.sessionId(), "used", Instant.now().toEpochMilli());

    Session used = find("one").orElseThrow();

    assertEquals(used.createdAt().plus(CAP), used.expiresAt());
  }

  @Test
  void session_ends_unused() {
    Session made = create("ann", "one");
    create("ann", "two");
    age("ann", made.sessionId(), IDLE);

    assertTrue(find("one").isEmpty());
    assertEquals(1, call(Command.HLEN, keys.sessions("ann")).toInteger());
    assertTrue(find("two").isPresent());
  }

  @Test
  void session_ends_by_redis_clock() {
    Await.result(
        store.create(
            new NewSession("s1", "ann", hash("one"), "", "", "", Duration.ofMillis(50), CAP)));

    Await.until("the session has ended", () -> find("one", false).isEmpty());
    Await.until("all is gone", () -> call(Command.EXISTS, keys.sessions("ann")).toInteger() == 0);
  }

  @Test
  void value_lives_as_long_as_its_longest_session_and_the_pointer_as_the_cap() {
    create("ann", "one");
    Await.result(
        store.create(
            new NewSession("s2", "ann", hash("two"), "", "", "", Duration.ofMinutes(1), CAP)));

    long left = call(Command.PTTL, keys.sessions("ann")).toLong();
    assertTrue(left > Duration.ofMinutes(59).toMillis() && left <= IDLE.toMillis(), left + " ms");
    long pointer = call(Command.PTTL, keys.session(hash("one"))).toLong();
    assertTrue(pointer > IDLE.toMillis() && pointer <= CAP.toMillis(), pointer + " ms");
  }

  @Test
  void list_has_the_living_the_last_used_first() {
    String one = create("ann", "one").sessionId();
    String two = create("ann", "two").sessionId();
    String gone = create("ann", "gone").sessionId();
    create("bob", "other");
    age("ann", one, Duration.ofMinutes(1));
    age("ann", two, Duration.ofMinutes(2));
    age("ann", gone, IDLE);

    assertEquals(List.of(one, two), ids("ann"));
    assertEquals(List.of(), ids("nobody"));
  }

  @Test
  void too_many_sessions_end_the_one_that_was_used_least_lately() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < MAX; i++) {
      made.add(create("ann", "s" + i).sessionId());
      age("ann", made.get(i), Duration.ofMinutes(10 - i));
    }
    find("s0");

    SessionStore.Created last = Await.result(store.create(wanted("ann", "last")));

    assertEquals(List.of(made.get(1)), last.ended().sessionIds());
    assertTrue(find("s0").isPresent());
    assertTrue(find("s1").isEmpty());
    assertEquals(MAX, ids("ann").size());
    assertTrue(isRevoked("ann", made.get(1)));
    assertFalse(isRevoked("ann", made.get(0)));
  }

  @Test
  void one_that_ends_takes_its_tokens_along() {
    String one = create("ann", "one").sessionId();
    String two = create("ann", "two").sessionId();

    assertEquals(List.of(one), end("ann", Which.ONE, one).sessionIds());
    assertEquals(List.of(), end("ann", Which.ONE, one).sessionIds());

    assertTrue(find("one").isEmpty());
    assertTrue(find("two").isPresent());
    assertTrue(isRevoked("ann", one));
    assertFalse(isRevoked("ann", two));
    assertEquals(0, call(Command.EXISTS, keys.session(hash("one"))).toInteger());
  }

  @Test
  void one_that_has_ended_before_is_noted_all_the_same() {
    end("ann", Which.ONE, "of-old");

    assertTrue(isRevoked("ann", "of-old"));
  }

  @Test
  void session_of_another_user_is_not_ended() {
    String one = create("ann", "one").sessionId();

    assertEquals(0, end("bob", Which.ONE, one).count());
    assertTrue(find("one").isPresent());
    assertFalse(isRevoked("ann", one));
  }

  @Test
  void others_end_and_tokens_of_no_session_stay() {
    String one = create("ann", "one").sessionId();
    String two = create("ann", "two").sessionId();
    String three = create("ann", "three").sessionId();

    assertEquals(Set.of(one, three), Set.copyOf(end("ann", Which.OTHERS, two).sessionIds()));

    assertEquals(List.of(two), ids("ann"));
    assertTrue(isRevoked("ann", one));
    assertFalse(isRevoked("ann", two));
    assertFalse(Await.result(tokens.isRevoked("ann", "", LONG_AGO)));
  }

  @Test
  void all_end_with_all_tokens() {
    String one = create("ann", "one").sessionId();
    create("ann", "two");

    assertEquals(2, end("ann", Which.ALL, "").count());
    assertEquals(0, end("ann", Which.ALL, "").count());

    assertEquals(List.of(), ids("ann"));
    assertTrue(isRevoked("ann", one));
    assertTrue(Await.result(tokens.isRevoked("ann", "", LONG_AGO)));
    assertTrue(Await.result(tokens.isRevoked("ann", "elsewhere", LONG_AGO)));

    create("ann", "new");
    assertEquals(1, ids("ann").size());
  }

  @Test
  void redis_has_no_secret() {
    String secret = Secrets.random();
    Session made = create("ann", secret);

    Response value = call(Command.HGET, keys.sessions("ann"), made.sessionId());
    assertFalse(value.toString().contains(secret));
    assertEquals(
        made.sessionId() + " ann", call(Command.GET, keys.session(hash(secret))).toString());
  }

  /** Of a hundred at once, through two clients as of two replicas. */
  @Test
  void none_that_is_used_escapes_a_revocation_of_all() {
    List<SessionStore> replicas = List.of(store(newClient()), store(newClient()));
    for (int i = 0; i < MAX; i++) {
      create("ann", "s" + i);
    }
    List<Uni<Object>> racers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      SessionStore replica = replicas.get(i % 2);
      racers.add(
          i == 50
              ? replica.end("ann", Which.ALL, "").map(Ended::count)
              : replica.find(hash("s" + i % MAX), true, "a" + i).map(Optional::isPresent));
    }

    Await.result(Uni.join().all(racers).andCollectFailures());

    assertEquals(List.of(), ids("ann"));
    IntStream.range(0, MAX).forEach(i -> assertTrue(find("s" + i).isEmpty()));
  }

  @Test
  void as_many_as_allowed_stay_of_a_hundred_at_once() {
    List<SessionStore> replicas = List.of(store(newClient()), store(newClient()));
    List<Uni<SessionStore.Created>> racers =
        IntStream.range(0, 100)
            .mapToObj(i -> replicas.get(i % 2).create(wanted("ann", "s" + i)))
            .toList();

    List<SessionStore.Created> made = Await.result(Uni.join().all(racers).andCollectFailures());

    Set<String> ended =
        made.stream().flatMap(c -> c.ended().sessionIds().stream()).collect(Collectors.toSet());
    assertEquals(100 - MAX, ended.size());
    assertEquals(MAX, ids("ann").size());
    assertTrue(ids("ann").stream().noneMatch(ended::contains));
    ended.forEach(id -> assertTrue(isRevoked("ann", id), id));
  }

  Session create(String user, String secret) {
    return Await.result(store.create(wanted(user, secret))).session();
  }

  static NewSession wanted(String user, String secret) {
    return new NewSession(
        Ids.random(),
        user,
        hash(secret),
        "phone",
        "192.0.2.7",
        "{\"a\":[1,\"\\u00e4/\"]}",
        IDLE,
        CAP);
  }

  Optional<Session> find(String secret) {
    return find(secret, true);
  }

  private Optional<Session> find(String secret, boolean touch) {
    return Await.result(store.find(hash(secret), touch, ""));
  }

  Ended end(String user, Which which, String id) {
    return Await.result(store.end(user, which, id));
  }

  List<String> ids(String user) {
    return Await.result(store.list(user)).stream().map(Session::sessionId).toList();
  }

  boolean isRevoked(String user, String session) {
    return Await.result(tokens.isRevoked(user, session, null));
  }

  static String hash(String secret) {
    return Secrets.hash(secret);
  }

  /** Makes a session older, as if that time had gone by unused. */
  void age(String user, String id, Duration time) {
    String json = call(Command.HGET, keys.sessions(user), id).toString();
    set(user, id, "used", number(json, "used") - time.toMillis());
    set(user, id, "created", number(json, "created") - time.toMillis());
  }

  private void set(String user, String id, String field, long value) {
    String json = call(Command.HGET, keys.sessions(user), id).toString();
    call(
        Command.HSET,
        keys.sessions(user),
        id,
        json.replaceAll("\"" + field + "\":[0-9]+", "\"" + field + "\":" + value));
  }

  private static long number(String json, String field) {
    return Long.parseLong(json.replaceAll(".*\"" + field + "\":([0-9]+).*", "$1"));
  }

  Response call(Command command, Object... arguments) {
    Request request = Request.cmd(command);
    for (Object argument : arguments) {
      request.arg(argument.toString());
    }
    return Await.result(redis().send(request));
  }
}
