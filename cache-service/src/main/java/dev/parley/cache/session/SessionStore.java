package dev.parley.cache.session;

import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RedisPipeline;
import dev.parley.routing.RevokedTokens;
import dev.parley.routing.Script;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The sessions in Redis. All of a user are one value, and every change of it is one step, by Redis'
 * clock: none that is used or made at the same time escapes a revocation of all. Beside it, each
 * session has a pointer by the hash of its secret, which says whose it is and no more.
 *
 * <p>Everything fails when Redis cannot be reached. Safe from any thread.
 */
public final class SessionStore {

  /** File with the functions of scripts about sessions. It needs those of revoked tokens. */
  public static final String FUNCTIONS = "/dev/parley/cache/session/session-functions.lua";

  private static final Script CREATE = script("session-create.lua");
  private static final Script USE = script("session-use.lua");
  private static final Script LIST = script("session-list.lua");
  private static final Script END = script("session-end.lua");

  /**
   * What making a session has done.
   *
   * @param ended those that were too many
   */
  record Created(Session session, Ended ended) {}

  private final Redis redis;
  private final RedisKeys keys;
  private final RedisPipeline pipeline;
  private final int maxPerUser;
  private final Duration tokenLife;

  /**
   * @param cluster whether the servers are a Redis Cluster
   * @param maxPerUser sessions of one user
   * @param tokenLife how long the tokens of a session may outlive it
   */
  SessionStore(Redis redis, RedisKeys keys, boolean cluster, int maxPerUser, Duration tokenLife) {
    this.redis = redis;
    this.keys = keys;
    this.pipeline = new RedisPipeline(redis, cluster);
    this.maxPerUser = maxPerUser;
    this.tokenLife = tokenLife;
  }

  private static Script script(String file) {
    return Script.load(SessionStore.class, RevokedTokens.FUNCTIONS, FUNCTIONS, file);
  }

  /** Makes a session. */
  Uni<Created> create(NewSession wanted) {
    Request pointer =
        Request.cmd(Command.SET)
            .arg(keys.session(wanted.hash()))
            .arg(wanted.sessionId() + " " + wanted.userId())
            .arg("PX")
            .arg(wanted.cap().toMillis());
    List<Object> arguments =
        List.of(
            wanted.sessionId(),
            wanted.hash(),
            wanted.device(),
            wanted.address(),
            wanted.data(),
            wanted.idle().toMillis(),
            wanted.cap().toMillis(),
            maxPerUser,
            tokenLife.toMillis());
    return redis
        .send(pointer)
        .chain(() -> CREATE.run(redis, keysOf(wanted.userId()), arguments))
        .map(
            answer ->
                new Created(
                    session(wanted.userId(), answer.get(0)), ended(answer.get(1), answer.get(2))))
        .call(created -> forget(created.ended()));
  }

  /**
   * The living session of a secret.
   *
   * @param touch whether that is a use of it
   * @param address where it is used from; empty for not known
   */
  Uni<Optional<Session>> find(String hash, boolean touch, String address) {
    return redis
        .send(Request.cmd(Command.GET).arg(keys.session(hash)))
        .chain(
            pointer -> {
              if (pointer == null) {
                return Uni.createFrom().item(Optional.empty());
              }
              String[] idAndUser = pointer.toString().split(" ", 2);
              return use(idAndUser[1], idAndUser[0], hash, touch, address);
            });
  }

  private Uni<Optional<Session>> use(
      String user, String id, String hash, boolean touch, String address) {
    return USE.run(
            redis, List.of(keys.sessions(user)), List.of(id, hash, touch ? "1" : "0", address))
        .map(found -> Optional.ofNullable(found).map(answer -> session(user, answer)));
  }

  /** The living sessions of a user, the one that was used last first. */
  Uni<List<Session>> list(String user) {
    return LIST.run(redis, List.of(keys.sessions(user)), List.of())
        .map(
            answers ->
                IntStream.range(0, answers.size())
                    .mapToObj(i -> session(user, answers.get(i)))
                    .toList());
  }

  /**
   * Ends sessions of a user, and notes that their tokens are revoked. What has ended before is
   * noted all the same when it is the {@linkplain Which#ONE one}.
   *
   * @param id which one is, or is not, meant; empty for {@link Which#ALL}
   */
  Uni<Ended> end(String user, Which which, String id) {
    return END.run(redis, keysOf(user), List.of(which.word(), id, tokenLife.toMillis()))
        .map(answer -> ended(answer.get(0), answer.get(1)))
        .call(this::forget);
  }

  /** Removes pointers to what is gone; those that stay lead nowhere, until they end. */
  private Uni<Void> forget(Ended ended) {
    return pipeline
        .send(
            ended.hashes().stream()
                .map(hash -> Request.cmd(Command.DEL).arg(keys.session(hash)))
                .toList())
        .replaceWithVoid()
        .onFailure()
        .recoverWithItem(
            failure -> {
              Log.debugf("pointers to ended sessions stay for now: %s", failure.getMessage());
              return null;
            });
  }

  private List<String> keysOf(String user) {
    return List.of(keys.sessions(user), keys.revoked(user));
  }

  private static Session session(String user, Response answer) {
    return new Session(
        answer.get(0).toString(),
        user,
        orNull(answer.get(1)),
        orNull(answer.get(2)),
        orNull(answer.get(3)),
        Instant.ofEpochMilli(answer.get(4).toLong()),
        Instant.ofEpochMilli(answer.get(5).toLong()),
        Instant.ofEpochMilli(answer.get(6).toLong()));
  }

  private static String orNull(Response text) {
    return text.toString().isEmpty() ? null : text.toString();
  }

  private static Ended ended(Response ids, Response hashes) {
    return new Ended(texts(ids), texts(hashes));
  }

  private static List<String> texts(Response answers) {
    return IntStream.range(0, answers.size()).mapToObj(i -> answers.get(i).toString()).toList();
  }
}
