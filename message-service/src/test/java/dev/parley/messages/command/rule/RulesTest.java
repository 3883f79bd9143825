package dev.parley.messages.command.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.parley.contracts.command.Role;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.reply.ErrorReply;
import dev.parley.messages.command.Outcome;
import dev.parley.messages.conversation.ConversationState;
import dev.parley.messages.conversation.Details;
import dev.parley.messages.conversation.EntryId;
import dev.parley.messages.conversation.Member;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what, as a table. */
class RulesTest {

  /** yes, - (forbidden) or x (not a member). */
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        // action               direct        group                 channel
        // .                    member none   owner admin memb none owner admin memb none
        "SEND yes x yes yes yes x yes yes yes x",
        "REACT yes x yes yes yes x yes yes yes x",
        "PIN yes x yes yes - x yes yes - x",
        "DELETE_OTHERS_MESSAGE - x yes yes - x yes yes - x",
        "READ yes x yes yes yes x yes yes yes x",
        "TYPE yes x yes yes yes x yes yes yes x",
        "SETTINGS yes x yes yes yes x yes yes yes x",
        "UPDATE - x yes yes - x yes yes - x",
        "ADD - x yes yes - x yes yes - x",
        "REMOVE - x yes yes - x yes yes - x",
        "CHANGE_ROLE - x yes - - x yes - - x",
        "JOIN - - - - - - yes yes yes yes",
        "LEAVE - x yes yes yes x yes yes yes x",
        "DELETE - x yes - - x yes - - x",
      })
  void action_takes_a_role(
      Action action,
      String directMember,
      String directNone,
      String groupOwner,
      String groupAdmin,
      String groupMember,
      String groupNone,
      String channelOwner,
      String channelAdmin,
      String channelMember,
      String channelNone) {
    assertEquals(
        List.of(
            directMember,
            directNone,
            groupOwner,
            groupAdmin,
            groupMember,
            groupNone,
            channelOwner,
            channelAdmin,
            channelMember,
            channelNone),
        List.of(
            may(action, "direct", "member"),
            may(action, "direct", "none"),
            may(action, "group", "owner"),
            may(action, "group", "admin"),
            may(action, "group", "member"),
            may(action, "group", "none"),
            may(action, "channel", "owner"),
            may(action, "channel", "admin"),
            may(action, "channel", "member"),
            may(action, "channel", "none")));
  }

  @Test
  void table_has_every_action() throws Exception {
    CsvSource table =
        Arrays.stream(RulesTest.class.getDeclaredMethods())
            .filter(method -> method.getName().equals("action_takes_a_role"))
            .findFirst()
            .orElseThrow()
            .getAnnotation(CsvSource.class);
    Set<Action> listed = EnumSet.noneOf(Action.class);
    for (String row : table.value()) {
      listed.add(Action.valueOf(row.split(" ")[0]));
    }
    assertEquals(EnumSet.allOf(Action.class), listed);
  }

  @ParameterizedTest
  @CsvSource({
    "OWNER, OWNER, false",
    "OWNER, ADMIN, true",
    "OWNER, MEMBER, true",
    "ADMIN, OWNER, false",
    "ADMIN, ADMIN, false",
    "ADMIN, MEMBER, true"
  })
  void only_who_has_less_to_say_is_removed(Role remover, Role other, boolean may) {
    assertEquals(may, Rules.mayRemove(member(remover.wire()), member(other.wire())));
  }

  private static String may(Action action, String type, String user) {
    Outcome refusal = Rules.refusal(action, conversation(type), user);
    if (refusal == null) {
      return "yes";
    }
    ErrorReply error = (ErrorReply) refusal.reply();
    assertNotNull(error.message());
    return switch (ErrorCode.of(error.code())) {
      case FORBIDDEN -> "-";
      case NOT_A_MEMBER -> "x";
      default -> error.code();
    };
  }

  private static ConversationState conversation(String type) {
    List<Member> members = new ArrayList<>();
    for (Role role : Role.values()) {
      members.add(member(role.wire()));
    }
    return new ConversationState(
        "c1",
        type,
        Instant.EPOCH,
        "owner",
        Details.NONE,
        1,
        EntryId.NONE,
        List.of(),
        null,
        members,
        0,
        0);
  }

  private static Member member(String role) {
    return Member.joining(role, Role.of(role), Instant.EPOCH, 0);
  }
}
