package dev.parley.redisstreams.deadletter;

import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.net.URI;

/**
 * The Redis that the {@link DeadLetterTool} talks to.
 *
 * @param name what it is called in messages: without user, password and parameters
 */
record RedisTarget(RedisOptions options, String name) {

  private static final int CONNECT_MILLIS = 5_000;
  private static final int DEFAULT_PORT = 6379;

  static RedisTarget of(String url, boolean cluster) throws UsageException {
    URI uri = uri(url);
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    return new RedisTarget(options(url, cluster), uri.getHost() + ":" + port);
  }

  /** The URL may hold a password: it is not repeated, whatever is wrong with it. */
  private static URI uri(String url) throws UsageException {
    try {
      URI uri = URI.create(url);
      boolean redis = "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
      if (redis && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException malformed) {
      throw wrong();
    }
    throw wrong();
  }

  private static UsageException wrong() {
    return new UsageException(
        "The URL of Redis must be redis://[user:password@]host[:port][/database], or rediss://"
            + " with TLS; special characters of a password as %XX.");
  }

  private static RedisOptions options(String url, boolean cluster) {
    // With rediss:// the name in the certificate must be the host's.
    NetClientOptions net =
        new NetClientOptions()
            .setConnectTimeout(CONNECT_MILLIS)
            .setHostnameVerificationAlgorithm("HTTPS");
    return new RedisOptions()
        .setType(cluster ? RedisClientType.CLUSTER : RedisClientType.STANDALONE)
        .setNetClientOptions(net)
        .setConnectionString(url);
  }
}
