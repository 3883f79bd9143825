package dev.parley.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** People at two gateways who do at random whatever one can do in a few groups. */
final class Crowd implements AutoCloseable {

  private static final int GROUPS = 6;

  /** Messages are named up to this one, whether they are there or not. */
  private static final int MESSAGES = 20;

  /** One after the other at gateway A and at gateway B. */
  final List<ChatClient> people = new ArrayList<>();

  private final List<String> groups = new ArrayList<>();
  private final AtomicInteger done = new AtomicInteger();

  Crowd(RunningSuite suite) {
    for (String name : List.of("ann", "bob", "cleo", "dan")) {
      people.add(
          suite.connect(
              people.size() % 2 == 0 ? suite.gatewayA() : suite.gatewayB(),
              RunningSuite.user(name)));
    }
    ChatClient owner = people.get(0);
    for (int i = 0; i < GROUPS; i++) {
      ObjectNode create = ChatClient.JSON.createObjectNode().put("type", "group");
      create.putArray("memberIds").add(people.get(1).user).add(people.get(2).user);
      groups.add(
          owner.await(owner.request("conversation:create", create)).get("conversationId").asText());
    }
  }

  /**
   * All at once, each one operation after the other, whatever comes of it.
   *
   * @return how many were not refused
   */
  int act(int times, Random random) {
    int before = done.get();
    people.stream()
        .map(one -> goOn(one, times, new Random(random.nextLong())))
        .toList()
        .forEach(acting -> people.get(0).await(acting));
    return done.get() - before;
  }

  /** Positions that somebody may have of some of the groups. */
  Map<String, Long> positions(Random random) {
    Map<String, Long> positions = new HashMap<>();
    for (String group : groups) {
      if (random.nextInt(4) > 0) {
        positions.put(group, (long) random.nextInt(MESSAGES / 2));
      }
    }
    return positions;
  }

  private CompletableFuture<Void> goOn(ChatClient one, int times, Random random) {
    if (times == 0) {
      return CompletableFuture.completedFuture(null);
    }
    return operation(one, random)
        .handle((result, refusal) -> refusal == null ? done.incrementAndGet() : 0)
        .thenComposeAsync(next -> goOn(one, times - 1, random));
  }

  private CompletableFuture<JsonNode> operation(ChatClient one, Random random) {
    String group = groups.get(random.nextInt(GROUPS));
    String other = people.get(random.nextInt(people.size())).user;
    boolean yes = random.nextInt(3) > 0;
    int seq = 1 + random.nextInt(MESSAGES);
    String message = group + ":" + seq;
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5 -> one.sendForSure(group, "text " + seq);
      case 6 ->
          one.request(
              "message:edit",
              "{'messageId':'%s','content':{'type':'text','text':'%s'}}",
              message,
              "edited");
      case 7 -> one.request("message:delete", "{'messageId':'%s'}", message);
      case 8, 9 ->
          one.request("message:react", "{'messageId':'%s','emoji':'x','remove':%s}", message, !yes);
      case 10 -> one.request("message:pin", "{'messageId':'%s','pinned':%s}", message, yes);
      case 11, 12 ->
          one.request("message:read", "{'conversationId':'%s','seq':%s}", group, seq / 2 + 1);
      case 13 ->
          one.request("message:delivered", "{'conversationId':'%s','seq':%s}", group, seq / 2 + 1);
      case 14 -> one.request("conversation:mute", "{'conversationId':'%s','muted':%s}", group, yes);
      case 15 -> one.request("conversation:pin", "{'conversationId':'%s','pinned':%s}", group, yes);
      case 16 ->
          one.request("conversation:archive", "{'conversationId':'%s','archived':%s}", group, yes);
      case 17 ->
          one.request("conversation:add", "{'conversationId':'%s','userIds':['%s']}", group, other);
      case 18 ->
          one.request(
              "conversation:remove", "{'conversationId':'%s','userIds':['%s']}", group, other);
      default ->
          one.request(
              "conversation:update", "{'conversationId':'%s','title':'title %s'}", group, seq);
    };
  }

  @Override
  public void close() {
    people.forEach(ChatClient::close);
  }
}
