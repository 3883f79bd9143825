package dev.parley.gateway.uplink;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.presence.PresenceMethod;
import dev.parley.contracts.query.QueryType;
import dev.parley.gateway.GatewaySettings;
import dev.parley.gateway.session.Answer;
import dev.parley.gateway.session.ConnectionChanges;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.session.TypingThrottle;
import dev.parley.gateway.uplink.RequestWatch.Watched;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Takes the clients' requests, whatever the wire protocol: checks them and sends them on their way.
 * Every request is answered exactly once, here or by its reply, unless its session closes.
 */
@Singleton
public final class Requests {

  /** What a client does by itself, so that it does not say that somebody is there. */
  private static final Set<String> BY_ITSELF =
      Set.of(
          CommandType.STOP_TYPING,
          CommandType.DELIVERED_MESSAGES,
          QueryType.SYNC,
          PresenceMethod.GET);

  /** What only presence-service can answer, or is about what it tells. */
  private static final Set<String> OF_PRESENCE =
      Set.of(PresenceMethod.SET, PresenceMethod.GET, PresenceMethod.WATCH, PresenceMethod.UNWATCH);

  private static final byte[] NO_PARAMS = {'{', '}'};

  /** The JSON of {@code Taken}. */
  private static final RawJson TAKEN = RawJson.of("{}");

  private final Uplink uplink;
  private final ModelQueries models;
  private final RequestWatch watch;
  private final ConnectionChanges changes;
  private final Map<String, LocalMethod> local;
  private final boolean presence;

  @Inject
  Requests(
      Uplink uplink,
      ModelQueries models,
      RequestWatch watch,
      ConnectionChanges changes,
      @All List<LocalMethod> local,
      GatewaySettings settings) {
    this.uplink = uplink;
    this.models = models;
    this.watch = watch;
    this.changes = changes;
    this.local =
        local.stream().collect(Collectors.toUnmodifiableMap(LocalMethod::name, method -> method));
    this.presence = settings.presence().enabled();
  }

  /**
   * Carries a request out. On the session's loop.
   *
   * @param params a JSON object in UTF-8; null when absent, which is the same as an empty one
   */
  public void accept(Session session, String method, byte[] params, Answer answer) {
    long wait = session.admit();
    if (wait > 0) {
      answer.limited(wait);
      return;
    }
    Method called = Methods.find(method);
    LocalMethod here = called == null ? local.get(method) : null;
    renewActivity(session, method, here);
    if (called == null && here == null) {
      answer.error(ErrorCode.METHOD_NOT_FOUND, "there is no method " + method);
      return;
    }
    Watched watched = watch.begin(method, session.id(), answer);
    if (session.isLeaving()) {
      watched.error(ErrorCode.UNAVAILABLE, "this gateway is stopping: connect again");
      return;
    }
    if (session.isBusy()) {
      watched.error(ErrorCode.RATE_LIMITED, "too many requests of this connection are under way");
      return;
    }
    if (!presence && OF_PRESENCE.contains(method)) {
      watched.error(ErrorCode.UNAVAILABLE, "there is no presence here");
      return;
    }
    byte[] given = params == null ? NO_PARAMS : params;
    try {
      if (here == null) {
        passOn(session, called.command(session.userId(), given), watched);
      } else {
        answerHere(session, here.call(session, given), watched);
      }
    } catch (InvalidFieldException e) {
      watched.error(ErrorCode.INVALID_PARAMS, e.getMessage());
    }
  }

  /** All but the question that browsers ask in place of a ping shows that somebody is there. */
  private void renewActivity(Session session, String method, LocalMethod here) {
    boolean byItself = here != null || BY_ITSELF.contains(method);
    if (!byItself && session.activity().renew()) {
      changes.changed(session.userId());
    }
  }

  private void passOn(Session session, Command command, Watched answer) {
    if (command.way() == Way.NOTICE) {
      tell(session, command, answer);
    } else {
      ask(session, command, answer);
    }
  }

  private static void answerHere(Session session, Uni<RawJson> result, Watched answer) {
    long request = session.begin(answer);
    result
        .emitOn(session.loop())
        .subscribe()
        .with(
            json -> session.reply(request, json),
            failure -> fail(session, request, answer.method(), failure));
  }

  private static void fail(Session session, long request, String method, Throwable failure) {
    if (failure instanceof RefusedException refused) {
      session.fail(request, refused.code(), refused.getMessage());
    } else {
      Log.errorf("%s of session %s failed: %s", method, session.id(), failure.getClass());
      session.fail(request, ErrorCode.INTERNAL, "the request failed");
    }
  }

  private void ask(Session session, Command command, Watched answer) {
    long request = session.begin(answer);
    Consumer<Throwable> onFailure =
        failure -> session.loop().execute(() -> notPassedOn(session, request));
    if (command.way() == Way.MODEL_QUERY) {
      models.ask(session, command, request, answer.trace(), onFailure);
    } else {
      uplink.ask(command, session.userId(), session.id(), request, answer.trace(), onFailure);
    }
  }

  private static void notPassedOn(Session session, long request) {
    session.fail(request, ErrorCode.UNAVAILABLE, "the request could not be passed on");
  }

  private void tell(Session session, Command notice, Watched answer) {
    if (passes(notice, session.typing())) {
      uplink.tell(notice, session, answer.trace(), failure -> watch.lost(notice.type()));
    }
    answer.result(TAKEN);
  }

  private static boolean passes(Command notice, TypingThrottle typing) {
    return notice.type().equals(CommandType.START_TYPING)
        ? typing.start(notice.key())
        : typing.stop(notice.key());
  }
}
