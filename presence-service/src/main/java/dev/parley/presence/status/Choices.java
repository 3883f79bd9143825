package dev.parley.presence.status;

import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.presence.PresenceMethod;
import dev.parley.contracts.presence.SetPresence;
import dev.parley.json.StrictJson;
import dev.parley.presence.PresenceSettings;
import dev.parley.presence.conversation.RequestSettings;
import dev.parley.service.node.Requests;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * What users choose by HTTP: it travels the signals of the user as what they choose at a gateway
 * does, so that there is one order. Thread-safe.
 */
@Singleton
public class Choices {

  /** What may wait for the connector. */
  private static final int BUFFER = 1024;

  private static final StrictJson<SetPresence> FORMAT = StrictJson.of(SetPresence.class);

  private final Requests.Way signals;

  @Inject
  Choices(
      @Channel("submissions") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFER)
          MutinyEmitter<byte[]> signals,
      Requests requests,
      PresenceSettings settings) {
    RequestSettings bounds = settings.requests();
    this.signals = requests.by(signals, new Requests.Bounds(bounds.maxPending(), bounds.timeout()));
  }

  /**
   * Sets what a user chooses.
   *
   * @return the user's own view as JSON; fails as {@link Requests.Way#ask} does
   * @throws dev.parley.contracts.command.InvalidFieldException naming the field and the limit
   */
  public Uni<RawJson> set(String user, SetPresence choice) {
    return signals.ask(PresenceMethod.SET, user, FORMAT.write(choice.check()), user);
  }
}
