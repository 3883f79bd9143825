package dev.parley.presence.http;

import dev.parley.presence.view.Viewer;
import dev.parley.service.http.Caller;
import io.quarkus.security.ForbiddenException;

/** Who looks, and who may only look at itself. */
final class Viewers {

  private Viewers() {}

  /** Who looks. */
  static Viewer of(Caller caller) {
    return caller.isService() ? Viewer.SERVICE : Viewer.of(caller.user());
  }

  /** Lets a user itself pass, and services. */
  static void onlySelf(Caller caller, String user) {
    if (!caller.isService() && !caller.user().equals(user)) {
      throw new ForbiddenException(caller.user() + " may not do that for " + user);
    }
  }
}
