package dev.parley.redisstreams.connection;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.RequestImpl;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The commands of one pipeline, by the slot of a Redis Cluster that they go to. In a group the
 * order is kept; between groups there is none. A command without a key is a group of its own.
 */
final class SlotGroups {

  /**
   * Commands that go to one node together.
   *
   * @param indexes where they stand in the pipeline
   */
  record Group(List<Request> commands, List<Integer> indexes) {

    private void add(Request command, int index) {
      commands.add(command);
      indexes.add(index);
    }

    private static Group empty() {
      return new Group(new ArrayList<>(), new ArrayList<>());
    }
  }

  private final List<Group> groups;
  private final int size;

  private SlotGroups(List<Group> groups, int size) {
    this.groups = groups;
    this.size = size;
  }

  static SlotGroups of(List<Request> commands) {
    Map<Integer, Group> bySlot = new LinkedHashMap<>();
    for (int i = 0; i < commands.size(); i++) {
      Request command = commands.get(i);
      byte[] key = key(command);
      // No slot is negative, and no two of these are alike.
      int group = key == null ? -1 - i : KeySlot.of(key);
      bySlot.computeIfAbsent(group, slot -> Group.empty()).add(command, i);
    }
    return new SlotGroups(List.copyOf(bySlot.values()), commands.size());
  }

  /** The first key of a command, of {@code EVAL} the first of its KEYS; null when it has none. */
  static byte[] key(Request command) {
    List<byte[]> keys = ((RequestImpl) command).keys();
    return keys.isEmpty() ? null : keys.get(0);
  }

  List<Group> groups() {
    return groups;
  }

  /**
   * Sends all groups at the same time.
   *
   * @return the answers in the order of the commands, when all groups are answered; fails with the
   *     failure of the first group that has one
   */
  Future<List<Response>> send(Function<Group, Future<List<Response>>> line) {
    Response[] answers = new Response[size];
    List<Future<List<Response>>> sent = new ArrayList<>(groups.size());
    for (Group group : groups) {
      sent.add(line.apply(group).onSuccess(part -> put(group, part, answers)));
    }
    return Future.join(sent).map(all -> Arrays.asList(answers));
  }

  private static void put(Group group, List<Response> part, Response[] answers) {
    for (int i = 0; i < part.size(); i++) {
      answers[group.indexes().get(i)] = part.get(i);
    }
  }
}
