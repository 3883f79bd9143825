package dev.parley.tokens;

import io.micrometer.core.instrument.Metrics;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.AsyncResult;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * The keys that tokens may be signed with, in memory. They are read again, by a worker thread,
 * every {@code JWT_KEY_REFRESH}, and when a token names a key that is not among them, but then at
 * most once in {@link #PAUSE}. What cannot be read leaves the keys as they are; it is logged once,
 * and counted by {@code parley.token.keys.failures}.
 *
 * <p>Never blocks. Safe from any thread.
 */
@Singleton
public final class TokenKeys implements VerificationKeyResolver {

  /** Time between two readings that callers' tokens can bring about. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  private static final Duration MIN_REFRESH = Duration.ofSeconds(1);

  private static final String LOCATION = "JWT_PUBLIC_KEY_LOCATION";
  private static final String REFRESH = "JWT_KEY_REFRESH";

  /** What was read last. */
  private record Known(List<JsonWebKey> keys, VerificationKeyResolver resolver) {

    static Known of(List<JsonWebKey> keys) {
      if (isNameless(keys)) {
        Key only = keys.get(0).getKey();
        return new Known(keys, (token, nesting) -> only);
      }
      JwksVerificationKeyResolver resolver = new JwksVerificationKeyResolver(keys);
      // Several keys may fit a token that names none.
      resolver.setDisambiguateWithVerifySignature(true);
      return new Known(keys, resolver);
    }

    boolean has(String id) {
      return isNameless(keys) || keys.stream().anyMatch(key -> id.equals(key.getKeyId()));
    }

    /** One key without a name, such as a PEM: it is for tokens whatever key they name. */
    private static boolean isNameless(List<JsonWebKey> keys) {
      return keys.size() == 1 && keys.get(0).getKeyId() == null;
    }
  }

  private final KeySource source;
  private final Duration refresh;
  private final Vertx vertx;
  private final LongSupplier nanoTime;

  private volatile Known known;
  private long timer;

  /** The reading under way; null for none. Guarded by this, as what follows. */
  private Uni<Void> reading;

  private long lastReading;
  private boolean failing;

  @Inject
  TokenKeys(
      @ConfigProperty(name = "mp.jwt.verify.publickey.location", defaultValue = TokenRules.NOT_SET)
          String location,
      @ConfigProperty(name = "jwt.key-refresh", defaultValue = "PT5M") Duration refresh,
      Vertx vertx) {
    this(new KeySource(location), refresh, vertx, System::nanoTime);
  }

  /**
   * Reads the keys for the first time. Blocks.
   *
   * @throws ConfigurationException naming the variable that is missing or wrong
   */
  TokenKeys(KeySource source, Duration refresh, Vertx vertx, LongSupplier nanoTime) {
    TokenRules.required(
        LOCATION, source.location(), "the file or URL of the public key (PEM) or the JWK set");
    if (refresh.compareTo(MIN_REFRESH) < 0) {
      throw new ConfigurationException(
          REFRESH + " is " + refresh + ": it must be at least " + MIN_REFRESH + ".");
    }
    this.source = source;
    this.refresh = refresh;
    this.vertx = vertx;
    this.nanoTime = nanoTime;
    try {
      this.known = Known.of(source.read());
    } catch (IOException e) {
      throw new ConfigurationException(LOCATION + " " + e.getMessage() + ".", e);
    }
    this.lastReading = nanoTime.getAsLong();
  }

  /** Goes on reading the keys. */
  void start(@Observes StartupEvent starting) {
    timer = vertx.setPeriodic(refresh.toMillis(), tick -> readAgain());
  }

  void stop(@Observes ShutdownEvent stopping) {
    vertx.cancelTimer(timer);
  }

  /**
   * The key that a token is signed with, if one fits its algorithm and the name that it gives.
   *
   * @throws UnknownKeyException when it names one that is not known; then the keys are read again
   */
  @Override
  public Key resolveKey(JsonWebSignature token, List<JsonWebStructure> nesting)
      throws UnresolvableKeyException {
    Known now = known;
    String id = token.getKeyIdHeaderValue();
    if (id != null && !now.has(id)) {
      readForUnknown();
      throw new UnknownKeyException();
    }
    return now.resolver().resolveKey(token, nesting);
  }

  /** Completes when the reading that is under way has ended, well or not; at once without one. */
  synchronized Uni<Void> read() {
    return reading == null ? Uni.createFrom().voidItem() : reading;
  }

  private synchronized void readForUnknown() {
    if (nanoTime.getAsLong() - lastReading >= PAUSE.toNanos()) {
      readAgain();
    }
  }

  private synchronized void readAgain() {
    if (reading != null) {
      return;
    }
    lastReading = nanoTime.getAsLong();
    Promise<Void> ended = Promise.promise();
    reading = Uni.createFrom().completionStage(ended.future().toCompletionStage());
    vertx
        .executeBlocking(source::read, false)
        .onComplete(
            keys -> {
              ended(keys);
              ended.complete();
            });
  }

  private synchronized void ended(AsyncResult<List<JsonWebKey>> keys) {
    reading = null;
    if (keys.succeeded()) {
      known = Known.of(keys.result());
      failing = false;
      return;
    }
    Metrics.counter("parley.token.keys.failures").increment();
    if (!failing) {
      failing = true;
      Log.warnf(
          "%s %s (%s): tokens are verified with the keys read before",
          LOCATION, keys.cause().getMessage(), keys.cause().getCause());
    }
  }
}
