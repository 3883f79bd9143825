package dev.parley.contracts.command;

import static dev.parley.contracts.Refusals.LONGEST_ID;
import static dev.parley.contracts.Refusals.refused;
import static dev.parley.contracts.Refusals.refusedAsId;
import static dev.parley.contracts.Refusals.refusedAsUserId;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.id.MessageIds;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands about conversations and their members. */
class ConversationCommandsTest {

  private static final String LONGEST_TITLE = "x".repeat(256);
  private static final String TITLE = "title must be at most 256 bytes of UTF-8";
  private static final String URL =
      "avatarUrl must be an http or https URL of at most 2048 characters";
  private static final String METADATA =
      "metadata must be a JSON object of at most 4096 bytes of UTF-8 and 8 levels";
  private static final Map<String, Object> TOO_LARGE = Map.of("a", "x".repeat(4096));

  private static final List<String> HUNDRED = Collections.nCopies(100, "ann");
  private static final List<String> HUNDRED_AND_ONE = Collections.nCopies(101, "ann");

  /** Each makes a command that is right but for the conversation's id. */
  private static final List<Function<String, ConversationCommand>> ABOUT_A_CONVERSATION =
      List.of(
          id -> new UpdateConversation(id, "x", null, null, null),
          id -> new ExpireMessages(id, 1L),
          DeleteConversation::new,
          JoinConversation::new,
          LeaveConversation::new,
          id -> new AddMembers(id, List.of("bob")),
          id -> new RemoveMembers(id, List.of("bob")),
          id -> new ChangeRole(id, "bob", "admin"),
          id -> new MuteConversation(id, true),
          id -> new PinConversation(id, true),
          id -> new ArchiveConversation(id, false),
          id -> new SendMessage(id, "m", Content.text("hi")),
          id -> new ReadMessages(id, 1L),
          id -> new DeliveredMessages(id, 1L),
          Typing::new);

  @Test
  void every_command_says_its_conversation_and_returns_itself() {
    for (Function<String, ConversationCommand> of : ABOUT_A_CONVERSATION) {
      ConversationCommand command = of.apply(LONGEST_ID);
      assertSame(command, command.check());
      assertEquals(LONGEST_ID, command.conversationId());
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "a b", "a:b", "é"})
  void every_command_needs_a_conversation(String id) {
    for (Function<String, ConversationCommand> of : ABOUT_A_CONVERSATION) {
      refusedAsId("conversationId", of.apply(id)::check);
      refusedAsId("conversationId", of.apply(LONGEST_ID + "x")::check);
    }
  }

  @Test
  void create_is_of_a_type_that_there_is() {
    for (String type : new String[] {null, "", "crowd", "Group"}) {
      refused(
          "type must be \"direct\" or \"group\" or \"channel\"",
          new CreateConversation(type, List.of("bob"), "k", null, null, null)::check);
    }
  }

  @Test
  void direct_is_with_exactly_one_other() {
    CreateConversation create = CreateConversation.direct("bob");
    assertSame(create, create.check());
    assertTrue(create.ofPair());
    assertFalse(group("k", null).ofPair());
    refused("memberIds is missing", direct(null)::check);
    refused("memberIds must have exactly 1 entries", direct(List.of())::check);
    refused("memberIds must have exactly 1 entries", direct(List.of("bob", "cy"))::check);
    refusedAsUserId("memberIds[0]", direct(Collections.singletonList(null))::check);
    refusedAsUserId("memberIds[0]", direct(List.of("b b"))::check);
  }

  @Test
  void direct_has_nothing_of_its_own() {
    List<String> bob = List.of("bob");
    refused(
        "clientConversationId must be absent in a direct conversation",
        new CreateConversation("direct", bob, "k", null, null, null)::check);
    refused(
        "title must be absent in a direct conversation",
        new CreateConversation("direct", bob, null, "", null, null)::check);
    refused(
        "avatarUrl must be absent in a direct conversation",
        new CreateConversation("direct", bob, null, null, "", null)::check);
    refused(
        "metadata must be absent in a direct conversation",
        new CreateConversation("direct", bob, null, null, null, Map.of())::check);
  }

  @ParameterizedTest
  @ValueSource(strings = {"group", "channel"})
  void others_pass_at_every_limit(String type) {
    String url = "http://a/" + "x".repeat(2048 - 9);
    Map<String, Object> metadata = Map.of("a", "x".repeat(4096 - 8));
    new CreateConversation(type, HUNDRED, LONGEST_ID, LONGEST_TITLE, url, metadata).check();
    new CreateConversation(type, null, "k", null, null, null).check();
    new CreateConversation(type, List.of(), "k", "", "", Map.of()).check();
  }

  @ParameterizedTest
  @ValueSource(strings = {"group", "channel"})
  void others_are_refused_beyond_a_limit(String type) {
    for (String key : new String[] {null, "", "a b", LONGEST_ID + "x"}) {
      refusedAsId(
          "clientConversationId",
          new CreateConversation(type, List.of(), key, null, null, null)::check);
    }
    refused(
        "memberIds must have 0 to 100 entries",
        new CreateConversation(type, HUNDRED_AND_ONE, "k", null, null, null)::check);
    refusedAsUserId(
        "memberIds[1]",
        new CreateConversation(type, List.of("bob", "b b"), "k", null, null, null)::check);
    refused(TITLE, new CreateConversation(type, null, "k", LONGEST_TITLE + "x", null, null)::check);
    refused(URL, new CreateConversation(type, null, "k", null, "ftp://a", null)::check);
    refused(METADATA, new CreateConversation(type, null, "k", null, null, TOO_LARGE)::check);
  }

  @Test
  void update_changes_something() {
    refused(
        "params must have a title, an avatarUrl, metadata or retentionDays",
        new UpdateConversation("c", null, null, null, null)::check);
    new UpdateConversation("c", LONGEST_TITLE, null, null, null).check();
    new UpdateConversation("c", null, "https://a.example/b", null, null).check();
    new UpdateConversation("c", null, null, Map.of("a", 1), null).check();
  }

  @Test
  void update_removes_by_what_is_empty() {
    new UpdateConversation("c", "", null, null, null).check();
    new UpdateConversation("c", null, "", null, null).check();
    new UpdateConversation("c", null, null, Map.of(), null).check();
  }

  @Test
  void update_has_the_limits_of_creation() {
    refused(TITLE, new UpdateConversation("c", LONGEST_TITLE + "x", null, null, null)::check);
    refused(URL, new UpdateConversation("c", null, "x", null, null)::check);
    refused(METADATA, new UpdateConversation("c", null, null, TOO_LARGE, null)::check);
  }

  @Test
  void retention_is_up_to_a_hundred_years_and_zero_removes_it() {
    for (int days : new int[] {0, 1, 36_500}) {
      new UpdateConversation("c", null, null, null, days).check();
    }
    for (int days : new int[] {-1, 36_501}) {
      refused(
          "retentionDays must be 0 to 36500",
          new UpdateConversation("c", null, null, null, days)::check);
    }
  }

  @Test
  void expiry_names_a_conversation_and_a_place() {
    new ExpireMessages("c", 1L).check();
    new ExpireMessages("c", MessageIds.MAX_SEQ).check();
    String places = "firstSeq must be 1 to 999999999999";
    refused("firstSeq is missing", new ExpireMessages("c", null)::check);
    refused(places, new ExpireMessages("c", 0L)::check);
    refused(places, new ExpireMessages("c", MessageIds.MAX_SEQ + 1)::check);
  }

  @Test
  void members_are_one_to_a_hundred() {
    List<BiFunction<String, List<String>, ConversationCommand>> both =
        List.of(AddMembers::new, RemoveMembers::new);
    for (BiFunction<String, List<String>, ConversationCommand> of : both) {
      of.apply("c", List.of("bob")).check();
      of.apply("c", HUNDRED).check();
      refused("userIds is missing", of.apply("c", null)::check);
      refused("userIds must have 1 to 100 entries", of.apply("c", List.of())::check);
      refused("userIds must have 1 to 100 entries", of.apply("c", HUNDRED_AND_ONE)::check);
      refusedAsUserId("userIds[1]", of.apply("c", Arrays.asList("bob", null))::check);
    }
  }

  @Test
  void role_is_one_that_there_is() {
    for (Role role : Role.values()) {
      new ChangeRole("c", LONGEST_ID, role.wire()).check();
    }
    for (String role : new String[] {null, "", "OWNER", "guest"}) {
      refused(
          "role must be \"owner\" or \"admin\" or \"member\"",
          new ChangeRole("c", "bob", role)::check);
    }
    refusedAsUserId("userId", new ChangeRole("c", null, "admin")::check);
    refusedAsUserId("userId", new ChangeRole("c", LONGEST_ID + "x", "admin")::check);
  }

  @Test
  void settings_say_which_way() {
    new MuteConversation("c", false).check();
    new PinConversation("c", false).check();
    new ArchiveConversation("c", true).check();
    refused("muted is missing", new MuteConversation("c", null)::check);
    refused("pinned is missing", new PinConversation("c", null)::check);
    refused("archived is missing", new ArchiveConversation("c", null)::check);
  }

  private static CreateConversation direct(List<String> memberIds) {
    return new CreateConversation("direct", memberIds, null, null, null, null);
  }

  private static CreateConversation group(String key, List<String> memberIds) {
    return new CreateConversation("group", memberIds, key, null, null, null);
  }
}
