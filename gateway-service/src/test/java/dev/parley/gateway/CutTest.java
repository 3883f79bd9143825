package dev.parley.gateway;

import dev.parley.contracts.id.Ids;
import dev.parley.gateway.session.Sessions;
import dev.parley.gateway.testing.Backend;
import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import dev.parley.gateway.testing.RawClient;
import dev.parley.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that go while they come. */
@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
class CutTest {

  private static final int CLIENTS = 200;

  @Inject Backend backend;
  @Inject Sessions sessions;

  private final String user = "cut-" + Ids.random();

  /**
   * @param answerBytes of the upgrade's answer that the client waits for
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void connectionThatIsCutAtOnce_leavesNoSessionAndNoRoute(int answerBytes) throws IOException {
    byte[] upgrade = RawClient.upgrade(Tokens.of(user), "");
    for (int i = 0; i < CLIENTS; i++) {
      try (Socket socket = new Socket("127.0.0.1", Client.uri().getPort())) {
        // Closes with a reset, without waiting for anything.
        socket.setSoLinger(true, 0);
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(upgrade);
        socket.getInputStream().readNBytes(answerBytes);
      }
    }

    try (Client witness = Client.ready("witness-" + user)) {
      Backend.until("no session is left", () -> sessions.ofUser(user).isEmpty());
      Backend.until("no route is left", () -> backend.route(user) == null);
    }
  }
}
