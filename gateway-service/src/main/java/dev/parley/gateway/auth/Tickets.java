package dev.parley.gateway.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.gateway.GatewaySettings;
import dev.parley.gateway.session.Identity;
import io.micrometer.core.instrument.Metrics;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tickets: what a browser connects with once, and soon, instead of a token, because it cannot send
 * headers with a WebSocket handshake and an address is no place for a token. They are random, 256
 * bits; in Redis is only their SHA-256, so that who reads Redis cannot connect with one.
 *
 * <p>Both ways fail when Redis has no answer within two seconds. Counted by {@code parley.tickets}.
 * Safe from any thread.
 */
@Singleton
public final class Tickets {

  private static final Duration REDIS_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration MAX_VALIDITY = Duration.ofMinutes(5);

  private static final int BYTES = 32;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

  /**
   * What Redis keeps of an identity.
   *
   * @param issuedAt seconds; 0 for not known
   */
  private record Holder(String user, String session, long issuedAt, long expiresAt) {

    static Holder of(Identity identity) {
      Instant issued = identity.issuedAt();
      return new Holder(
          identity.userId(),
          identity.sessionId(),
          issued == null ? 0 : issued.getEpochSecond(),
          identity.expiresAt().getEpochSecond());
    }

    Identity identity() {
      return new Identity(
          user,
          session,
          issuedAt == 0 ? null : Instant.ofEpochSecond(issuedAt),
          Instant.ofEpochSecond(expiresAt));
    }
  }

  private final Redis redis;
  private final RedisKeys keys;
  private final Duration validity;
  private final ObjectMapper json;
  private final ObjectReader holders;
  private final SecureRandom random = new SecureRandom();

  @Inject
  Tickets(Redis redis, RedisKeys keys, GatewaySettings settings, ObjectMapper json) {
    this.redis = redis;
    this.keys = keys;
    this.validity = settings.ticket().validity();
    this.json = json;
    this.holders = json.readerFor(Holder.class);
    if (validity.toSeconds() < 1 || validity.compareTo(MAX_VALIDITY) > 0) {
      throw new ConfigurationException(
          "parley.ticket.validity is "
              + validity
              + ": it must be at least PT1S and at most "
              + MAX_VALIDITY
              + ".");
    }
  }

  /** Stops the start when the setting is wrong. */
  void start(@Observes StartupEvent starting) {}

  /** How long a ticket is good, unless it is used. */
  Duration validity() {
    return validity;
  }

  /** A new ticket with which its holder connects as that. */
  Uni<String> issue(Identity identity) {
    byte[] secret = new byte[BYTES];
    random.nextBytes(secret);
    String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    Request set =
        Request.cmd(Command.SET)
            .arg(key(ticket))
            .arg(write(identity))
            .arg("PX")
            .arg(validity.toMillis());
    return ask(set).replaceWith(ticket).invoke(there -> count("issued"));
  }

  /** Who a ticket is of, once; empty when it was used, has expired, or never was one. */
  Uni<Optional<Identity>> redeem(String ticket) {
    if (!FORM.matcher(ticket).matches()) {
      return Uni.createFrom().item(refused());
    }
    return ask(Request.cmd(Command.GETDEL).arg(key(ticket)))
        .map(holder -> holder == null ? refused() : redeemed(holder));
  }

  private Uni<Response> ask(Request request) {
    return redis
        .send(request)
        .ifNoItem()
        .after(REDIS_TIMEOUT)
        .fail()
        .onFailure()
        .invoke(failure -> count("unavailable"));
  }

  private Optional<Identity> redeemed(Response holder) {
    Identity identity = read(holder.toBytes());
    if (!identity.expiresAt().isAfter(Instant.now())) {
      return refused();
    }
    count("redeemed");
    return Optional.of(identity);
  }

  private static Optional<Identity> refused() {
    count("refused");
    return Optional.empty();
  }

  private String write(Identity identity) {
    try {
      return json.writeValueAsString(Holder.of(identity));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Identity read(byte[] bytes) {
    try {
      Holder holder = holders.readValue(bytes);
      return holder.identity();
    } catch (IOException notWrittenByUs) {
      throw new IllegalStateException("a ticket in Redis cannot be read");
    }
  }

  private String key(String ticket) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(ticket.getBytes(StandardCharsets.US_ASCII));
      return keys.ticket(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static void count(String outcome) {
    Metrics.counter("parley.tickets", "outcome", outcome).increment();
  }
}
