package dev.parley.presence.store;

import dev.parley.contracts.envelope.MalformedException;
import dev.parley.contracts.key.Partitions;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.presence.PresenceSettings;
import dev.parley.presence.state.Presence;
import dev.parley.presence.state.PresenceCodec;
import dev.parley.routing.RedisPipeline;
import dev.parley.routing.Script;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Presence in Redis; everything of a partition is in one slot. */
@Singleton
public final class RedisPresences implements PresenceStore {

  private static final Script WRITE = Script.load(RedisPresences.class, "presence-write.lua");
  private static final byte[] AS_IT_IS = {};

  /** What is about users of one partition; never empty. */
  private record Slot<T>(int partition, List<T> some) {}

  private final RedisPipeline redis;
  private final RedisKeys keys;
  private final int partitions;
  private final long remember;

  @Inject
  RedisPresences(RedisPipeline redis, RedisKeys keys, PresenceSettings settings) {
    this(redis, keys, settings.partitions(), settings.remember());
  }

  RedisPresences(RedisPipeline redis, RedisKeys keys, int partitions, Duration remember) {
    this.redis = redis;
    this.keys = keys;
    this.partitions = partitions;
    this.remember = remember.toMillis();
  }

  @Override
  public Uni<Map<String, Presence>> find(Collection<String> users) {
    List<Slot<String>> asked = byPartition(users, user -> user);
    return redis
        .send(asked.stream().map(this::look).toList())
        .map(answers -> presences(asked, answers, new HashMap<>(2 * users.size())));
  }

  private Request look(Slot<String> asked) {
    Request request = Request.cmd(Command.MGET);
    asked.some().forEach(user -> request.arg(keys.presence(asked.partition(), user)));
    return request;
  }

  private static Map<String, Presence> presences(
      List<Slot<String>> asked, List<Response> answers, Map<String, Presence> found) {
    for (int slot = 0; slot < asked.size(); slot++) {
      List<String> users = asked.get(slot).some();
      Response values = answers.get(slot);
      for (int i = 0; i < users.size(); i++) {
        found.put(users.get(i), presence(values.get(i)));
      }
    }
    return found;
  }

  private static Presence presence(Response value) {
    if (value == null) {
      return Presence.UNKNOWN;
    }
    byte[] bytes = value.getDelegate().toBytes();
    try {
      return PresenceCodec.decode(bytes);
    } catch (MalformedException broken) {
      Log.errorf("a presence cannot be read, and begins anew: %s", broken.getMessage());
      return Presence.UNKNOWN.at(PresenceCodec.revision(bytes));
    }
  }

  @Override
  public Uni<Set<String>> write(Collection<Change> changes) {
    List<Slot<Change>> slots = byPartition(changes, Change::user);
    List<Change> ordered = new ArrayList<>(changes.size());
    List<List<Script.Call>> calls = new ArrayList<>(slots.size());
    slots.forEach(
        slot -> {
          ordered.addAll(slot.some());
          calls.add(slot.some().stream().map(change -> call(slot.partition(), change)).toList());
        });
    return redis
        .run(WRITE, calls)
        .map(
            answers -> {
              Set<String> overtaken = new HashSet<>();
              for (int i = 0; i < ordered.size(); i++) {
                if (answers.get(i).toInteger() == 0) {
                  overtaken.add(ordered.get(i).user());
                }
              }
              return overtaken;
            });
  }

  private Script.Call call(int partition, Change change) {
    List<String> arrived = change.arrived();
    List<String> nodes = new ArrayList<>(arrived);
    nodes.addAll(change.left());
    List<String> scriptKeys = new ArrayList<>(4 + nodes.size());
    scriptKeys.add(keys.presence(partition, change.user()));
    scriptKeys.add(keys.presenceDue(partition));
    scriptKeys.add(keys.presenceCount(partition));
    scriptKeys.add(keys.presenceNodes(partition));
    nodes.forEach(node -> scriptKeys.add(keys.presenceOfNode(partition, node)));
    List<Object> arguments = new ArrayList<>(7 + nodes.size());
    arguments.add(change.before().revision());
    arguments.add(change.isNew() ? PresenceCodec.encode(change.after()) : AS_IT_IS);
    arguments.add(change.after().offline() ? remember : 0);
    arguments.add(change.due());
    arguments.add(change.user());
    arguments.add(change.connected());
    arguments.add(arrived.size());
    arguments.addAll(nodes);
    return new Script.Call(scriptKeys, arguments);
  }

  @Override
  public Uni<Online> online() {
    List<Request> requests = new ArrayList<>(2 * partitions);
    for (int partition = 0; partition < partitions; partition++) {
      requests.add(Request.cmd(Command.GET).arg(keys.presenceCount(partition)));
      requests.add(Request.cmd(Command.SMEMBERS).arg(keys.presenceNodes(partition)));
    }
    return redis.send(requests).chain(this::countByNode);
  }

  private Uni<Online> countByNode(List<Response> counts) {
    long total = 0;
    List<String> nodes = new ArrayList<>();
    List<Request> requests = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      Response count = counts.get(2 * partition);
      total += count == null ? 0 : count.toLong();
      for (Response node : counts.get(2 * partition + 1)) {
        nodes.add(node.toString());
        requests.add(
            Request.cmd(Command.SCARD).arg(keys.presenceOfNode(partition, node.toString())));
      }
    }
    long sum = total;
    return redis
        .send(requests)
        .map(
            sizes -> {
              Map<String, Long> byNode = new TreeMap<>();
              for (int i = 0; i < nodes.size(); i++) {
                byNode.merge(nodes.get(i), sizes.get(i).toLong(), Long::sum);
              }
              return new Online(sum, byNode);
            });
  }

  /** In the order of the partitions, and within one in that of {@code all}. */
  private <T> List<Slot<T>> byPartition(Collection<T> all, Function<T, String> user) {
    List<Slot<T>> slots = new ArrayList<>(partitions);
    for (int partition = 0; partition < partitions; partition++) {
      slots.add(new Slot<>(partition, new ArrayList<>()));
    }
    all.forEach(one -> slots.get(Partitions.of(user.apply(one), partitions)).some().add(one));
    slots.removeIf(slot -> slot.some().isEmpty());
    return slots;
  }
}
