package dev.parley.benchmark;

import dev.parley.local.Suite;
import dev.parley.local.SuiteBuilder;
import java.net.URI;
import java.util.List;

/** What can be loaded: how it is started, where its clients connect, and what they speak. */
enum Contender {
  PARLEY("Parley") {
    @Override
    void addTo(SuiteBuilder suite, LoadOptions options) {
      suite.gateways(options.gateways()).messages(options.messages()).presence(0);
      LIMITS.forEach(limit -> suite.environment("PARLEY_LIMITS_" + limit, NO_LIMIT));
    }

    @Override
    List<URI> servers(Suite suite) {
      return suite.gateways();
    }

    @Override
    Door door(Door.Guest guest) {
      return new JsonRpcDoor(guest);
    }

    @Override
    String describe(LoadOptions options) {
      return "Parley: %d gateways, %d message-service"
          .formatted(options.gateways(), options.messages());
    }
  },

  SOCKETIO("Socket.IO") {
    @Override
    void addTo(SuiteBuilder suite, LoadOptions options) {
      List<String> command = NodePeer.command();
      suite.gateways(0).messages(0).presence(0).environment("NODE_ENV", "production");
      for (int i = 1; i <= options.gateways(); i++) {
        suite.program("socketio-" + i, command);
      }
    }

    @Override
    List<URI> servers(Suite suite) {
      return suite.programs();
    }

    @Override
    Door door(Door.Guest guest) {
      return new SocketIoDoor(guest);
    }

    @Override
    String describe(LoadOptions options) {
      return "the Socket.IO peer: %d processes".formatted(options.gateways());
    }
  };

  /** Limits of a gateway that are for clients, and not for a load from one address. */
  private static final List<String> LIMITS =
      List.of(
          "CONNECTION_RATE",
          "CONNECTION_BURST",
          "USER_RATE",
          "CONNECTIONS",
          "CONNECTIONS_PER_ADDRESS",
          "HANDSHAKE_RATE",
          "HANDSHAKE_BURST");

  private static final String NO_LIMIT = "1000000";

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /**
   * Says what a suite of it consists of, beside the stores.
   *
   * @throws dev.parley.local.LocalRunException when something that it needs is not there
   */
  abstract void addTo(SuiteBuilder suite, LoadOptions options);

  abstract List<URI> servers(Suite suite);

  abstract Door door(Door.Guest guest);

  abstract String describe(LoadOptions options);
}
