package dev.parley.gateway.uplink;

import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.gateway.session.Answer;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.uplink.RequestWatch.Watched;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Takes the clients' requests, whatever the wire protocol: checks them and sends them on their way.
 * Every request is answered exactly once, here or by its reply, unless its session closes.
 */
@Singleton
public final class Requests {

  private final CommandStream commands;
  private final RequestWatch watch;

  @Inject
  Requests(CommandStream commands, RequestWatch watch) {
    this.commands = commands;
    this.watch = watch;
  }

  /**
   * Carries a request out. On the session's loop.
   *
   * @param params a JSON object in UTF-8; null when absent
   */
  public void accept(Session session, String method, byte[] params, Answer answer) {
    Method called = Methods.find(method);
    if (called == null) {
      answer.error(ErrorCode.METHOD_NOT_FOUND, "there is no method " + method);
    } else {
      carryOut(session, called, params, watch.begin(method, session.id(), answer));
    }
  }

  private void carryOut(Session session, Method called, byte[] params, Watched answer) {
    if (session.isBusy()) {
      answer.error(ErrorCode.RATE_LIMITED, "too many requests of this connection are under way");
    } else if (params == null) {
      answer.error(ErrorCode.INVALID_PARAMS, "params is missing");
    } else {
      send(session, called, params, answer);
    }
  }

  private void send(Session session, Method called, byte[] params, Watched answer) {
    Command command;
    try {
      command = called.command(session.userId(), params);
    } catch (InvalidFieldException e) {
      answer.error(ErrorCode.INVALID_PARAMS, e.getMessage());
      return;
    }
    long request = session.begin(answer);
    commands.send(
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
}
