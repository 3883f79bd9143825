package dev.parley.cache.model.store;

import dev.parley.cache.model.ModelChange;
import dev.parley.cache.model.ModelChange.OfConversation;
import dev.parley.cache.model.ModelChange.OfList;
import dev.parley.contracts.key.Partitions;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.routing.Script;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The changes of a batch, by what they change. Not thread-safe. */
final class Changes {

  private final ModelCodec codec;
  private final Map<String, ListOps> lists = new LinkedHashMap<>();
  private final Map<String, ConversationOps> conversations = new LinkedHashMap<>();

  Changes(ModelCodec codec, Collection<ModelChange> changes) {
    this.codec = codec;
    changes.forEach(this::add);
  }

  private void add(ModelChange change) {
    if (change instanceof OfList ofList) {
      lists.computeIfAbsent(ofList.user(), user -> new ListOps()).add(ofList);
    } else if (change instanceof OfConversation ofConversation) {
      conversations
          .computeIfAbsent(ofConversation.conversationId(), id -> new ConversationOps(codec))
          .add(ofConversation);
    }
  }

  /**
   * Calls that change lists, those of one slot together.
   *
   * @param head the first arguments of each call
   */
  List<List<Script.Call>> ofLists(RedisKeys keys, List<Object> head) {
    Map<Integer, Calls> slots = new TreeMap<>();
    lists.forEach(
        (user, ops) ->
            slots
                .computeIfAbsent(RedisKeys.routeBucket(user), bucket -> new Calls(head))
                .add(List.of(keys.modelList(user)), ops.close()));
    return slots.values().stream().map(Calls::all).toList();
  }

  /** The same for conversations and their last messages. */
  List<List<Script.Call>> ofConversations(RedisKeys keys, int partitions, List<Object> head) {
    Map<Integer, Calls> slots = new TreeMap<>();
    conversations.forEach(
        (id, ops) -> {
          int partition = Partitions.of(id, partitions);
          Calls calls = slots.computeIfAbsent(partition, p -> new Calls(head));
          List<String> both =
              List.of(keys.modelConversation(partition, id), keys.modelRecent(partition, id));
          ops.parts().forEach(part -> calls.add(both, part));
        });
    return slots.values().stream().map(Calls::all).toList();
  }
}
