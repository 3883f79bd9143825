package dev.parley.cache.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.parley.cache.secret.Secrets;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.RevokedTokens;
import dev.parley.routing.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One-time tokens and codes in Redis. A token is a value by its hash; a code, of which a subject
 * has one per purpose, is in the slot of what revokes them. Whoever takes one takes it alone.
 *
 * <p>Everything fails when Redis cannot be reached. Safe from any thread.
 */
@Singleton
class OneTimeStore {

  private static final String TOKENS = "token-functions.lua";
  private static final Script STAMP = script("tokens-stamp.lua");
  private static final Script REVOKE = script("tokens-revoke.lua");
  private static final Script CREATE_CODE = script("code-create.lua");
  private static final Script TRY_CODE = script("code-try.lua");

  /**
   * What Redis has of a token.
   *
   * @param stamp when it was made, by the clock of the subject's slot, as is the next
   */
  private record Stored(String purpose, String subject, String data, long stamp, long expiresAt) {

    OneTime oneTime() {
      return new OneTime(purpose, subject, data, Instant.ofEpochMilli(expiresAt));
    }
  }

  private final Redis redis;
  private final RedisKeys keys;
  private final ObjectMapper json;
  private final ObjectReader stored;

  @Inject
  OneTimeStore(Redis redis, RedisKeys keys, ObjectMapper json) {
    this.redis = redis;
    this.keys = keys;
    this.json = json;
    this.stored = json.readerFor(Stored.class);
  }

  private static Script script(String file) {
    return Script.load(OneTimeStore.class, RevokedTokens.FUNCTIONS, TOKENS, file);
  }

  /**
   * Makes a token; when it expires.
   *
   * @param alone whether those that the subject has for the purpose are revoked
   */
  Uni<Instant> create(
      String secret, String purpose, String subject, String data, Duration ttl, boolean alone) {
    return (alone ? revoke(purpose, subject) : stamp(purpose, subject))
        .map(stamp -> new Stored(purpose, subject, data, stamp, stamp + ttl.toMillis()))
        .call(
            token ->
                redis.send(
                    Request.cmd(Command.SET)
                        .arg(keys.token(Secrets.hash(secret)))
                        .arg(write(token))
                        .arg("PX")
                        .arg(ttl.toMillis())))
        .map(token -> Instant.ofEpochMilli(token.expiresAt()));
  }

  private Uni<Long> stamp(String purpose, String subject) {
    return STAMP
        .run(redis, List.of(keys.tokensRevoked(purpose, subject)), List.of())
        .map(Response::toLong);
  }

  /**
   * Revokes all tokens, and the code, that a subject has for a purpose; the stamp of one that is
   * made after that.
   */
  Uni<Long> revoke(String purpose, String subject) {
    return REVOKE
        .run(
            redis,
            List.of(keys.tokensRevoked(purpose, subject), keys.code(purpose, subject)),
            List.of(RefreshStore.REMEMBER.toMillis()))
        .map(Response::toLong);
  }

  /** The token, if it is good for that purpose; it stays. */
  Uni<Optional<OneTime>> peek(String secret, String purpose) {
    return redis
        .send(Request.cmd(Command.GET).arg(keys.token(Secrets.hash(secret))))
        .map(value -> Optional.ofNullable(value).map(this::read))
        .chain(
            token ->
                token.filter(found -> found.purpose().equals(purpose)).isPresent()
                    ? unlessRevoked(token.get())
                    : Uni.createFrom().item(Optional.empty()));
  }

  private Uni<Optional<OneTime>> unlessRevoked(Stored token) {
    return redis
        .send(Request.cmd(Command.GET).arg(keys.tokensRevoked(token.purpose(), token.subject())))
        .map(
            revoked ->
                revoked != null && token.stamp() <= revoked.toLong()
                    ? Optional.empty()
                    : Optional.of(token.oneTime()));
  }

  /** Takes the token, if it is good for that purpose: of many who try at once one gets it. */
  Uni<Optional<OneTime>> take(String secret, String purpose) {
    return peek(secret, purpose)
        .chain(
            good ->
                good.isEmpty()
                    ? Uni.createFrom().item(good)
                    : redis
                        .send(Request.cmd(Command.GETDEL).arg(keys.token(Secrets.hash(secret))))
                        .map(taken -> taken == null ? Optional.empty() : good));
  }

  /** Makes the code of a subject for a purpose, in place of an older one; when it expires. */
  Uni<Instant> createCode(
      String code, String purpose, String subject, String data, Duration ttl, int attempts) {
    String salt = Secrets.random();
    return CREATE_CODE
        .run(
            redis,
            List.of(keys.code(purpose, subject)),
            List.of(salt, Secrets.mac(salt, code), attempts, data, ttl.toMillis()))
        .map(expiry -> Instant.ofEpochMilli(expiry.toLong()));
  }

  /**
   * Tries a code; a wrong one costs an attempt.
   *
   * @param take whether a good one is taken: of many who try at once one gets it
   */
  Uni<CodeTrial> tryCode(String code, String purpose, String subject, boolean take) {
    String key = keys.code(purpose, subject);
    return redis
        .send(Request.cmd(Command.HGET).arg(key).arg("salt"))
        .chain(
            salt ->
                TRY_CODE.run(
                    redis,
                    List.of(key),
                    List.of(
                        salt == null ? "" : salt.toString(),
                        salt == null ? "" : Secrets.mac(salt.toString(), code),
                        take ? "1" : "0")))
        .map(
            answer ->
                new CodeTrial(
                    CodeTrial.Outcome.valueOf(answer.get(0).toString().toUpperCase(Locale.ROOT)),
                    answer.get(1).toInteger(),
                    answer.get(2).toString(),
                    Instant.ofEpochMilli(answer.get(3).toLong())));
  }

  private String write(Stored token) {
    try {
      return json.writeValueAsString(token);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Stored read(Response value) {
    try {
      return stored.readValue(value.toBytes());
    } catch (IOException notWrittenByUs) {
      throw new IllegalStateException("a token in Redis cannot be read");
    }
  }
}
