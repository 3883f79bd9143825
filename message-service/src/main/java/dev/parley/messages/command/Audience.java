package dev.parley.messages.command;

import dev.parley.messages.conversation.ConversationState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Who is told.
 *
 * @param users who is told in person
 * @param watchers whether all are told who watch the conversation
 * @param joined who watches it from here on, this included
 * @param left who watches it no longer, this included
 * @param revision of the conversation when they join or leave
 */
public record Audience(
    List<String> users, boolean watchers, List<String> joined, List<String> left, long revision) {

  /** These users, whatever they watch. */
  public static Audience of(List<String> users) {
    return new Audience(users, false, List.of(), List.of(), 0);
  }

  /** All members, in the way in which the conversation is told at that time. */
  public static Audience ofMembers(ConversationState conversation, Instant now) {
    return conversation.isToldToWatchers(now)
        ? new Audience(List.of(), true, List.of(), List.of(), 0)
        : of(conversation.memberIds());
  }

  /**
   * All members, and those who were until now.
   *
   * @param changed some of both: who has come, who has gone
   */
  public static Audience ofMembers(
      ConversationState conversation, Collection<String> changed, Instant now) {
    List<String> joined =
        conversation.isLarge()
            ? changed.stream().filter(conversation::hasMember).toList()
            : List.of();
    List<String> left = changed.stream().filter(user -> !conversation.hasMember(user)).toList();
    boolean watchers = conversation.isToldToWatchers(now);
    List<String> users = watchers ? left : union(conversation.memberIds(), left);
    return new Audience(users, watchers, joined, left, conversation.revision());
  }

  private static List<String> union(List<String> members, List<String> others) {
    if (others.isEmpty()) {
      return members;
    }
    TreeSet<String> all = new TreeSet<>(members);
    all.addAll(others);
    return List.copyOf(all);
  }
}
