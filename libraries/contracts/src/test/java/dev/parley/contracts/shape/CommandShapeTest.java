package dev.parley.contracts.shape;

import static dev.parley.contracts.shape.Shapes.assertShape;
import static dev.parley.contracts.shape.Shapes.read;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.contracts.command.AddMembers;
import dev.parley.contracts.command.ArchiveConversation;
import dev.parley.contracts.command.ChangeRole;
import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.Content;
import dev.parley.contracts.command.Content.Attachment;
import dev.parley.contracts.command.Content.Location;
import dev.parley.contracts.command.ConversationType;
import dev.parley.contracts.command.CreateConversation;
import dev.parley.contracts.command.DeleteConversation;
import dev.parley.contracts.command.DeleteMessage;
import dev.parley.contracts.command.DeliveredMessages;
import dev.parley.contracts.command.EditMessage;
import dev.parley.contracts.command.ExpireMessages;
import dev.parley.contracts.command.JoinConversation;
import dev.parley.contracts.command.LeaveConversation;
import dev.parley.contracts.command.MuteConversation;
import dev.parley.contracts.command.PinConversation;
import dev.parley.contracts.command.PinMessage;
import dev.parley.contracts.command.ReactToMessage;
import dev.parley.contracts.command.ReadMessages;
import dev.parley.contracts.command.RemoveMembers;
import dev.parley.contracts.command.ScheduleMessage;
import dev.parley.contracts.command.SendMessage;
import dev.parley.contracts.command.SendScheduled;
import dev.parley.contracts.command.Typing;
import dev.parley.contracts.command.UnscheduleMessage;
import dev.parley.contracts.command.UpdateConversation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What clients call, and what message-service reads. */
class CommandShapeTest {

  @Test
  void create_conversation() {
    assertShape("{'type':'direct','memberIds':['bob']}", CreateConversation.direct("bob"));
    assertShape(
        "{'type':'group','memberIds':['bob','cy'],'clientConversationId':'k1','title':'Cats',"
            + "'avatarUrl':'https://a.example/cat','metadata':{'a':[1,{'b':true}]}}",
        new CreateConversation(
            "group",
            List.of("bob", "cy"),
            "k1",
            "Cats",
            "https://a.example/cat",
            Map.of("a", List.of(1, Map.of("b", true)))));
  }

  @Test
  void update_conversation() {
    assertShape(
        "{'conversationId':'c1','title':'Cats'}",
        new UpdateConversation("c1", "Cats", null, null, null));
    assertShape(
        "{'conversationId':'c1','title':'','avatarUrl':'','metadata':{},'retentionDays':0}",
        new UpdateConversation("c1", "", "", Map.of(), 0));
  }

  @Test
  void expire_messages() {
    assertShape("{'conversationId':'c1','firstSeq':17}", new ExpireMessages("c1", 17L));
  }

  @Test
  void commands_of_a_conversation_alone() {
    assertShape("{'conversationId':'c1'}", new DeleteConversation("c1"));
    assertShape("{'conversationId':'c1'}", new JoinConversation("c1"));
    assertShape("{'conversationId':'c1'}", new LeaveConversation("c1"));
    assertShape("{'conversationId':'c1'}", new Typing("c1"));
  }

  @Test
  void members() {
    List<String> users = List.of("bob", "cy");
    assertShape("{'conversationId':'c1','userIds':['bob','cy']}", new AddMembers("c1", users));
    assertShape("{'conversationId':'c1','userIds':['bob','cy']}", new RemoveMembers("c1", users));
    assertShape(
        "{'conversationId':'c1','userId':'bob','role':'admin'}",
        new ChangeRole("c1", "bob", "admin"));
  }

  @Test
  void settings() {
    assertShape("{'conversationId':'c1','muted':true}", new MuteConversation("c1", true));
    assertShape("{'conversationId':'c1','pinned':true}", new PinConversation("c1", true));
    assertShape("{'conversationId':'c1','archived':false}", new ArchiveConversation("c1", false));
  }

  @Test
  void send_message() {
    assertShape(
        "{'conversationId':'c1','clientMessageId':'m1','content':{'type':'text','text':'hi'}}",
        new SendMessage("c1", "m1", Content.text("hi")));
    assertShape(
        "{'conversationId':'c1','clientMessageId':'m1','content':{'type':'text','text':'hi'},"
            + "'replyToSeq':4,'mentions':['bob']}",
        new SendMessage("c1", "m1", Content.text("hi"), 4L, List.of("bob")));
  }

  @Test
  void scheduled_messages() {
    assertShape(
        "{'conversationId':'c1','clientMessageId':'m1','content':{'type':'text','text':'hi'},"
            + "'sendAt':'2026-12-24T18:00:00Z'}",
        new ScheduleMessage("c1", "m1", Content.text("hi"), null, null, "2026-12-24T18:00:00Z"));
    assertShape(
        "{'conversationId':'c1','clientMessageId':'m1'}", new UnscheduleMessage("c1", "m1"));
    assertShape("{'conversationId':'c1','clientMessageId':'m1'}", new SendScheduled("c1", "m1"));
  }

  @Test
  void contents() {
    assertShape(
        "{'type':'image','text':'look','attachment':{'url':'https://a.example/cat',"
            + "'name':'cat.png','mimeType':'image/png','size':1234}}",
        new Content(
            "image",
            "look",
            new Attachment("https://a.example/cat", "cat.png", "image/png", 1234L),
            null,
            null));
    assertShape(
        "{'type':'location','location':{'latitude':48.1,'longitude':11.6,'name':'here'}}",
        new Content("location", null, null, new Location(48.1, 11.6, "here"), null));
    assertShape(
        "{'type':'system','system':{'change':'members_added','userIds':['bob']}}",
        Content.system("members_added", List.of("bob")));
  }

  @Test
  void changes_of_messages() {
    assertShape(
        "{'messageId':'c1:4','content':{'type':'text','text':'ho'},'mentions':['bob']}",
        new EditMessage("c1:4", Content.text("ho"), List.of("bob")));
    assertShape("{'messageId':'c1:4'}", new DeleteMessage("c1:4"));
    assertShape("{'messageId':'c1:4','emoji':'👍'}", new ReactToMessage("c1:4", "👍", null));
    assertShape(
        "{'messageId':'c1:4','emoji':'👍','remove':true}", new ReactToMessage("c1:4", "👍", true));
    assertShape("{'messageId':'c1:4','pinned':true}", new PinMessage("c1:4", true));
  }

  @Test
  void positions() {
    assertShape("{'conversationId':'c1','seq':17}", new ReadMessages("c1", 17L));
    assertShape("{'conversationId':'c1','seq':17}", new DeliveredMessages("c1", 17L));
  }

  @Test
  void fields_of_later_versions_are_passed_over() {
    assertEquals(
        new SendMessage("c1", "m1", Content.text("hi")),
        read(
            "{'v':2,'conversationId':'c1','clientMessageId':'m1',"
                + "'content':{'type':'text','text':'hi','lang':'en'},'reply':{}}",
            SendMessage.class));
  }

  @Test
  void missing_fields_are_null_and_left_to_the_check() {
    assertEquals(new SendMessage(null, null, null), read("{}", SendMessage.class));
    assertEquals(
        new CreateConversation(null, null, null, null, null, null),
        read("{}", CreateConversation.class));
    assertEquals(new ReadMessages(null, null), read("{}", ReadMessages.class));
    assertEquals(new PinMessage(null, null), read("{}", PinMessage.class));
  }

  @Test
  void names_are_frozen() {
    assertEquals("conversation:create", CommandType.CREATE_CONVERSATION);
    assertEquals("conversation:update", CommandType.UPDATE_CONVERSATION);
    assertEquals("conversation:delete", CommandType.DELETE_CONVERSATION);
    assertEquals("conversation:join", CommandType.JOIN_CONVERSATION);
    assertEquals("conversation:leave", CommandType.LEAVE_CONVERSATION);
    assertEquals("conversation:add", CommandType.ADD_MEMBERS);
    assertEquals("conversation:remove", CommandType.REMOVE_MEMBERS);
    assertEquals("conversation:role", CommandType.CHANGE_ROLE);
    assertEquals("conversation:mute", CommandType.MUTE_CONVERSATION);
    assertEquals("conversation:pin", CommandType.PIN_CONVERSATION);
    assertEquals("conversation:archive", CommandType.ARCHIVE_CONVERSATION);
    assertEquals("message:send", CommandType.SEND_MESSAGE);
    assertEquals("message:schedule", CommandType.SCHEDULE_MESSAGE);
    assertEquals("message:unschedule", CommandType.UNSCHEDULE_MESSAGE);
    assertEquals("message:send-scheduled", SendScheduled.TYPE);
    assertEquals("conversation:expire", ExpireMessages.TYPE);
    assertEquals("message:edit", CommandType.EDIT_MESSAGE);
    assertEquals("message:delete", CommandType.DELETE_MESSAGE);
    assertEquals("message:react", CommandType.REACT_TO_MESSAGE);
    assertEquals("message:pin", CommandType.PIN_MESSAGE);
    assertEquals("message:read", CommandType.READ_MESSAGES);
    assertEquals("message:delivered", CommandType.DELIVERED_MESSAGES);
    assertEquals("typing:start", CommandType.START_TYPING);
    assertEquals("typing:stop", CommandType.STOP_TYPING);
    assertEquals("direct", ConversationType.DIRECT);
    assertEquals("group", ConversationType.GROUP);
    assertEquals("channel", ConversationType.CHANNEL);
  }
}
