package dev.parley.messages.command.rule;

import static dev.parley.contracts.command.ConversationType.CHANNEL;
import static dev.parley.contracts.command.ConversationType.DIRECT;
import static dev.parley.contracts.command.ConversationType.GROUP;

import dev.parley.contracts.command.Role;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.conversation.Member;
import java.util.EnumMap;
import java.util.Map;

/**
 * Who may do what: per type of conversation, the least role that an action takes. What stands in no
 * table nobody may do. Pure, thread-safe.
 */
public final class Rules {

  private static final Map<Action, Role> IN_DIRECT = new EnumMap<>(Action.class);
  private static final Map<Action, Role> IN_OTHERS = new EnumMap<>(Action.class);

  static {
    for (Action everyMember :
        new Action[] {Action.SEND, Action.REACT, Action.READ, Action.TYPE, Action.SETTINGS}) {
      IN_DIRECT.put(everyMember, Role.MEMBER);
      IN_OTHERS.put(everyMember, Role.MEMBER);
    }
    IN_DIRECT.put(Action.PIN, Role.MEMBER);
    IN_OTHERS.put(Action.LEAVE, Role.MEMBER);
    for (Action everyAdmin :
        new Action[] {
          Action.PIN, Action.DELETE_OTHERS_MESSAGE, Action.UPDATE, Action.ADD, Action.REMOVE
        }) {
      IN_OTHERS.put(everyAdmin, Role.ADMIN);
    }
    IN_OTHERS.put(Action.CHANGE_ROLE, Role.OWNER);
    IN_OTHERS.put(Action.DELETE, Role.OWNER);
  }

  private Rules() {}

  /**
   * Why the user may not do it.
   *
   * @return null when the user may
   */
  public static Outcome refusal(Action action, ConversationState conversation, String user) {
    Member member = conversation.member(user);
    if (action == Action.JOIN) {
      return CHANNEL.equals(conversation.type())
          ? null
          : Outcome.refused(ErrorCode.FORBIDDEN, "only channels can be joined");
    }
    if (member == null) {
      return Outcome.refused(
          ErrorCode.NOT_A_MEMBER, user + " is not a member of " + conversation.id());
    }
    Role least = leastRole(action, conversation.type());
    if (least == null) {
      return Outcome.refused(
          ErrorCode.FORBIDDEN, "nobody can " + action.words() + " in a " + conversation.type());
    }
    if (!member.role().atLeast(least)) {
      return Outcome.refused(
          ErrorCode.FORBIDDEN, "to " + action.words() + " takes the role " + least.wire());
    }
    return null;
  }

  /** Whether a member may take another one out: only who has less to say. */
  public static boolean mayRemove(Member remover, Member other) {
    return !other.role().atLeast(remover.role());
  }

  private static Role leastRole(Action action, String type) {
    return switch (type) {
      case DIRECT -> IN_DIRECT.get(action);
      case GROUP, CHANNEL -> IN_OTHERS.get(action);
      default -> null;
    };
  }
}
