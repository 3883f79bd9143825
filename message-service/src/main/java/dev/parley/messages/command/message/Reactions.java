package dev.parley.messages.command.message;

import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.message.StoredMessage.Reaction;
import java.util.ArrayList;
import java.util.List;

/** The reactions of one message, and what they become. Immutable. */
record Reactions(List<Reaction> all) {

  boolean has(String emoji, String user) {
    return of(emoji).contains(user);
  }

  int count(String emoji) {
    return of(emoji).size();
  }

  /** Whether there is no room for one more of that emoji. */
  boolean isFull(String emoji, MessageServiceSettings.Limits limits) {
    int count = all.stream().mapToInt(reaction -> reaction.userIds().size()).sum();
    return count >= limits.reactions() || of(emoji).isEmpty() && all.size() >= limits.emojis();
  }

  List<Reaction> with(String emoji, String user) {
    List<String> users = new ArrayList<>(of(emoji));
    users.add(user);
    return become(emoji, users);
  }

  List<Reaction> without(String emoji, String user) {
    List<String> users = new ArrayList<>(of(emoji));
    users.remove(user);
    return become(emoji, users);
  }

  private List<Reaction> become(String emoji, List<String> users) {
    List<Reaction> after = new ArrayList<>();
    boolean there = false;
    for (Reaction reaction : all) {
      if (!reaction.emoji().equals(emoji)) {
        after.add(reaction);
      } else {
        there = true;
        if (!users.isEmpty()) {
          after.add(new Reaction(emoji, List.copyOf(users)));
        }
      }
    }
    if (!there) {
      after.add(new Reaction(emoji, List.copyOf(users)));
    }
    return List.copyOf(after);
  }

  private List<String> of(String emoji) {
    for (Reaction reaction : all) {
      if (reaction.emoji().equals(emoji)) {
        return reaction.userIds();
      }
    }
    return List.of();
  }
}
