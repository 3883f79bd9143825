package dev.parley.messages.uplink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.inbox.InboxItem;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the users of a gateway are told, as one reads its inbox. */
final class Gateway {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Set<String>> watchers = new HashMap<>();
  private final Map<String, List<JsonNode>> told = new HashMap<>();

  void read(List<InboxItem> items) {
    for (InboxItem item : items) {
      if (item instanceof InboxItem.Watch watch) {
        Set<String> users = watchers.computeIfAbsent(watch.conversationId(), c -> new TreeSet<>());
        if (watch.watching()) {
          users.addAll(watch.users());
        } else {
          watch.users().forEach(users::remove);
        }
      } else if (item instanceof InboxItem.Broadcast broadcast) {
        tell(watchersOf(broadcast.conversationId()), broadcast.payload().text());
      } else if (item instanceof InboxItem.Delivery delivery) {
        tell(delivery.users(), delivery.payload().text());
      }
    }
  }

  /** Who watches a conversation, sorted. */
  List<String> watchersOf(String conversation) {
    return List.copyOf(watchers.getOrDefault(conversation, Set.of()));
  }

  /** The messages that a user was told: their client message ids, or {@code system}. */
  List<String> messagesOf(String user) {
    return told.getOrDefault(user, List.of()).stream()
        .filter(event -> event.has("seq") && event.has("content"))
        .map(
            event ->
                event.at("/content/type").asText().equals("system")
                    ? "system"
                    : event.get("clientMessageId").asText())
        .toList();
  }

  /** How often a user was told of such a change of a conversation. */
  long countOf(String user, String change) {
    return told.getOrDefault(user, List.of()).stream()
        .filter(event -> event.path("change").asText().contains(change))
        .count();
  }

  private void tell(Collection<String> users, String payload) {
    try {
      JsonNode event = JSON.readTree(payload);
      users.forEach(user -> told.computeIfAbsent(user, u -> new ArrayList<>()).add(event));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
