package dev.parley.gateway.uplink;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.gateway.session.Answer;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.session.TypingThrottle;
import dev.parley.gateway.uplink.RequestWatch.Watched;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Takes the clients' requests, whatever the wire protocol: checks them and sends them on their way.
 * Every request is answered exactly once, here or by its reply, unless its session closes.
 */
@Singleton
public final class Requests {

  private static final byte[] NO_PARAMS = {'{', '}'};

  /** The JSON of {@code Taken}. */
  private static final RawJson TAKEN = RawJson.of("{}");

  private final Uplink uplink;
  private final RequestWatch watch;

  @Inject
  Requests(Uplink uplink, RequestWatch watch) {
    this.uplink = uplink;
    this.watch = watch;
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
    if (called == null) {
      answer.error(ErrorCode.METHOD_NOT_FOUND, "there is no method " + method);
    } else {
      carryOut(session, called, params, watch.begin(method, session.id(), answer));
    }
  }

  private void carryOut(Session session, Method called, byte[] params, Watched answer) {
    if (session.isLeaving()) {
      answer.error(ErrorCode.UNAVAILABLE, "this gateway is stopping: connect again");
      return;
    }
    if (session.isBusy()) {
      answer.error(ErrorCode.RATE_LIMITED, "too many requests of this connection are under way");
      return;
    }
    Command command;
    try {
      command = called.command(session.userId(), params == null ? NO_PARAMS : params);
    } catch (InvalidFieldException e) {
      answer.error(ErrorCode.INVALID_PARAMS, e.getMessage());
      return;
    }
    if (command.way() == Way.NOTICE) {
      tell(session, command, answer);
    } else {
      ask(session, command, answer);
    }
  }

  private void ask(Session session, Command command, Watched answer) {
    long request = session.begin(answer);
    uplink.ask(
        command,
        session.userId(),
        session.id(),
        request,
        answer.trace(),
        failure ->
            session
                .loop()
                .execute(
                    () ->
                        session.fail(
                            request, ErrorCode.UNAVAILABLE, "the request could not be passed on")));
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
