package dev.parley.routing;

import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** {@link ClusterServers} for one test class, and clients of them. */
public final class RealCluster implements BeforeAllCallback, AfterAllCallback {

  private final List<Redis> nodes = new ArrayList<>();
  private ClusterServers servers;
  private Vertx vertx;
  private RedisOptions options;
  private Redis client;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    vertx = Vertx.vertx();
    servers = ClusterServers.start();
    options =
        new RedisOptions()
            .setType(RedisClientType.CLUSTER)
            .setMaxPoolSize(16)
            .setMaxPoolWaiting(1024);
    for (String url : servers.urls()) {
      nodes.add(Redis.createClient(vertx, url));
      options.addConnectionString(url);
    }
    client = newClient();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    client.close();
    nodes.forEach(Redis::close);
    vertx.closeAndAwait();
    servers.close();
  }

  /** Knows all masters. */
  public Redis client() {
    return client;
  }

  /** One more client, as another replica has it; it ends with this. */
  public Redis newClient() {
    return Redis.createClient(vertx, options);
  }

  public int masters() {
    return ClusterServers.MASTERS;
  }

  /** Runs a command, its words separated by spaces, on that very master. */
  public Response on(int node, String line) {
    String[] words = line.split(" ");
    Request request = Request.cmd(Command.create(words[0]));
    for (int i = 1; i < words.length; i++) {
      request.arg(words[i]);
    }
    return nodes.get(node).send(request).await().atMost(RealRedis.PATIENCE);
  }
}
