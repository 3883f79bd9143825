package dev.parley.cache;

import dev.parley.contracts.id.Ids;
import dev.parley.contracts.inbox.InboxEntryCodec;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.Node;
import dev.parley.routing.RouteTable;
import dev.parley.service.testing.Await;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/** A gateway that holds a user, as far as others notice. */
public final class FakeGateway {

  private final Redis redis;
  private final RedisKeys keys;
  private final String id = "gateway-" + Ids.random();

  public FakeGateway(Redis redis, RedisKeys keys, RouteTable routes, String user) {
    this.redis = redis;
    this.keys = keys;
    Await.result(new Node(redis, keys, id, Node.DEFAULT_LEASE, Node.DEFAULT_RENEWAL).start());
    Await.result(routes.add(id, List.of(user)));
  }

  /** What stands in its inbox. */
  public List<InboxItem> inbox() {
    Response entries =
        Await.result(redis.send(Request.cmd(Command.XRANGE).arg(keys.inbox(id)).arg("-").arg("+")));
    List<InboxItem> items = new ArrayList<>();
    for (Response entry : entries) {
      Response fields = entry.get(1);
      for (int i = 0; i < fields.size(); i += 2) {
        if (fields.get(i).toString().equals("data")) {
          items.addAll(InboxEntryCodec.decode(fields.get(i + 1).toBytes()).items());
        }
      }
    }
    return items;
  }
}
