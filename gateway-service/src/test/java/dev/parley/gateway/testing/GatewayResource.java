package dev.parley.gateway.testing;

import dev.parley.contracts.id.Ids;
import dev.parley.service.testing.Tokens;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import redis.embedded.RedisServer;

/** What a gateway needs beside it: a redis-server of its own and a key pair for the tokens. */
public final class GatewayResource implements QuarkusTestResourceLifecycleManager {

  /** Property with the name of a file with the private key, as PEM. */
  public static final String PRIVATE_KEY_FILE = "test.private-key-file";

  private Map<String, String> ofTheTest = Map.of();
  private RedisServer server;

  /** What a test says with the annotation counts more than what is set here. */
  @Override
  public void init(Map<String, String> arguments) {
    ofTheTest = arguments;
  }

  @Override
  public Map<String, String> start() {
    try {
      int port = freePort();
      server =
          RedisServer.newRedisServer()
              .port(port)
              .bind("127.0.0.1")
              .setting("save \"\"")
              .setting("appendonly no")
              .build();
      server.start();
      Map<String, String> config = new HashMap<>();
      config.put("REDIS_URL", "redis://127.0.0.1:" + port);
      config.put("JWT_PUBLIC_KEY_LOCATION", Tokens.publicKeyLocation());
      config.put(PRIVATE_KEY_FILE, Tokens.privateKeyLocation());
      config.put("JWT_ISSUER", Tokens.ISSUER);
      config.put("jwt.clock-skew", "PT0S");
      config.put("quarkus.http.test-port", "0");
      config.put("quarkus.http.host", "127.0.0.1");
      config.put("quarkus.management.test-port", "0");
      // Nobody says what is watched unless a test does.
      config.put("parley.session.watch-timeout", "PT0.05S");
      config.put("parley.node.drain", "PT0.2S");
      config.put("parley.key-prefix", "test-" + Ids.random() + ":");
      // Nobody meets a limit unless a test is about it.
      config.put("parley.limits.connection-rate", "1000000");
      config.put("parley.limits.connection-burst", "1000000");
      config.put("parley.limits.user-rate", "1000000");
      config.put("parley.limits.handshake-rate", "1000000");
      // Nobody answers from read models unless a test is about it.
      config.put("parley.models.enabled", "false");
      config.putAll(ofTheTest);
      return config;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void stop() {
    try {
      if (server != null) {
        server.stop();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
