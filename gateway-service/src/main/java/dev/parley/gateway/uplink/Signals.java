package dev.parley.gateway.uplink;

import dev.parley.contracts.signal.SignalType;
import dev.parley.contracts.signal.UserConnections;
import dev.parley.json.StrictJson;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The way of what this node itself says of users. Safe from any thread. */
@ApplicationScoped // So that it is made when it is first used: the channels are not there before.
public class Signals {

  private static final StrictJson<UserConnections> FORMAT = StrictJson.of(UserConnections.class);

  private final Uplink uplink;

  @Inject
  Signals(Uplink uplink) {
    this.uplink = uplink;
  }

  /**
   * Tells which connections the user has here, when it is subscribed to. Completes when that is in
   * its stream, fails when it could not be appended; then it may be told again.
   */
  public Uni<Void> tell(String user, UserConnections connections) {
    return uplink.signal(
        new Command(Way.SIGNAL, SignalType.CONNECTIONS, user, FORMAT.write(connections)));
  }
}
