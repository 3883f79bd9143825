package dev.parley.gateway.testing;

import dev.parley.contracts.id.Ids;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.util.KeyUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import redis.embedded.RedisServer;

/** What a gateway needs beside it: a redis-server of its own and a key pair for the tokens. */
public final class GatewayResource implements QuarkusTestResourceLifecycleManager {

  /** Property with the private key (PKCS#8, base64) that signs tokens which this gateway takes. */
  public static final String PRIVATE_KEY = "test.private-key";

  /** Property with the name of a file with the same key as PEM. */
  public static final String PRIVATE_KEY_FILE = "test.private-key-file";

  public static final String ISSUER = "https://id.example";

  private Map<String, String> ofTheTest = Map.of();
  private RedisServer server;
  private Path publicKey;
  private Path privateKey;

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
      KeyPair keys = KeyUtils.generateKeyPair(2048);
      publicKey = Files.createTempFile("gateway-test", ".pem");
      Files.writeString(publicKey, pem("PUBLIC KEY", keys.getPublic().getEncoded()));
      privateKey = Files.createTempFile("gateway-test", ".pem");
      Files.writeString(privateKey, pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
      Map<String, String> config = new HashMap<>();
      config.put(PRIVATE_KEY_FILE, privateKey.toString());
      config.put("REDIS_URL", "redis://127.0.0.1:" + port);
      config.put("JWT_PUBLIC_KEY_LOCATION", publicKey.toString());
      config.put("JWT_ISSUER", ISSUER);
      config.put("jwt.clock-skew", "PT0S");
      config.put("quarkus.http.test-port", "0");
      config.put("quarkus.http.host", "127.0.0.1");
      config.put("quarkus.management.test-port", "0");
      config.put(PRIVATE_KEY, Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded()));
      // Nobody says what is watched unless a test does.
      config.put("parley.session.watch-timeout", "PT0.05S");
      config.put("parley.node.drain", "PT0.2S");
      config.put("parley.key-prefix", "test-" + Ids.random() + ":");
      // Nobody meets a limit unless a test is about it.
      config.put("parley.limits.connection-rate", "1000000");
      config.put("parley.limits.connection-burst", "1000000");
      config.put("parley.limits.user-rate", "1000000");
      config.put("parley.limits.handshake-rate", "1000000");
      config.putAll(ofTheTest);
      return config;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void stop() {
    try {
      if (server != null) {
        server.stop();
      }
      if (publicKey != null) {
        Files.deleteIfExists(publicKey);
      }
      if (privateKey != null) {
        Files.deleteIfExists(privateKey);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String label, byte[] key) {
    String body = Base64.getMimeEncoder().encodeToString(key);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
