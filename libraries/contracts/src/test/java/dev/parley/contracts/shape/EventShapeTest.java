package dev.parley.contracts.shape;

import static dev.parley.contracts.shape.Shapes.AT;
import static dev.parley.contracts.shape.Shapes.GROUP;
import static dev.parley.contracts.shape.Shapes.GROUP_JSON;
import static dev.parley.contracts.shape.Shapes.MEMBER;
import static dev.parley.contracts.shape.Shapes.MEMBER_JSON;
import static dev.parley.contracts.shape.Shapes.MESSAGE;
import static dev.parley.contracts.shape.Shapes.MESSAGE_JSON;
import static dev.parley.contracts.shape.Shapes.TIME;
import static dev.parley.contracts.shape.Shapes.assertShape;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.contracts.command.Content;
import dev.parley.contracts.event.ChatUpdate;
import dev.parley.contracts.event.ConversationChange;
import dev.parley.contracts.event.EventType;
import dev.parley.contracts.event.MessageEvent;
import dev.parley.contracts.event.MessageNew;
import dev.parley.contracts.event.MessageReaction;
import dev.parley.contracts.event.MessageUnsent;
import dev.parley.contracts.event.MessagesExpired;
import dev.parley.contracts.event.Receipt;
import dev.parley.contracts.event.TypingNotice;
import dev.parley.contracts.signal.NodeGone;
import dev.parley.contracts.signal.SignalType;
import dev.parley.contracts.signal.UserConnections;
import dev.parley.contracts.signal.UsersDue;
import dev.parley.contracts.view.MemberView;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What clients are told, what the event streams carry, and signals. */
class EventShapeTest {

  @Test
  void message_new() {
    assertShape(
        "{'conversationId':'c1','messageId':'c1:17','seq':17,'senderId':'ann',"
            + "'clientMessageId':'m1','content':{'type':'text','text':'hi'},'sentAt':"
            + AT
            + "}",
        new MessageNew("c1", "c1:17", 17, "ann", "m1", Content.text("hi"), null, null, TIME));
    assertShape(
        "{'conversationId':'c1','messageId':'c1:17','seq':17,'senderId':'ann',"
            + "'clientMessageId':'m1','content':{'type':'text','text':'hi'},'replyToSeq':4,"
            + "'mentions':['bob'],'sentAt':"
            + AT
            + "}",
        new MessageNew(
            "c1", "c1:17", 17, "ann", "m1", Content.text("hi"), 4L, List.of("bob"), TIME));
  }

  @Test
  void message_event() {
    assertShape(
        "{'conversationId':'c1','by':'bob','message':" + MESSAGE_JSON + "}",
        new MessageEvent("c1", "bob", MESSAGE));
  }

  @Test
  void message_unsent() {
    assertShape(
        "{'conversationId':'c1','clientMessageId':'m1','code':'not_a_member','message':'gone','at':"
            + AT
            + "}",
        new MessageUnsent("c1", "m1", "not_a_member", "gone", TIME));
  }

  @Test
  void message_reaction() {
    assertShape(
        "{'conversationId':'c1','messageId':'c1:17','seq':17,'version':3,'userId':'bob',"
            + "'emoji':'👍','removed':false,'count':2,'at':"
            + AT
            + "}",
        new MessageReaction("c1", "c1:17", 17, 3, "bob", "👍", false, 2, TIME));
  }

  @Test
  void messages_expired() {
    assertShape(
        "{'conversationId':'c1','firstSeq':17,'at':" + AT + "}",
        new MessagesExpired("c1", 17, TIME));
  }

  @Test
  void receipt() {
    assertShape(
        "{'conversationId':'c1','userId':'bob','seq':17,'at':" + AT + "}",
        new Receipt("c1", "bob", 17, TIME));
  }

  @Test
  void chat_update() {
    assertShape(
        "{'conversationId':'c1','change':'role_changed','by':'ann','conversation':"
            + GROUP_JSON
            + ",'members':["
            + MEMBER_JSON
            + "],'at':"
            + AT
            + "}",
        new ChatUpdate("c1", "role_changed", "ann", GROUP, List.of(MEMBER), TIME));
  }

  @Test
  void chat_update_about_one_who_is_gone() {
    assertShape(
        "{'conversationId':'c1','change':'member_left','by':'bob','members':[{'userId':'bob',"
            + "'joinedSeq':0,'readSeq':0,'deliveredSeq':0}],'at':"
            + AT
            + "}",
        new ChatUpdate(
            "c1",
            "member_left",
            "bob",
            null,
            List.of(new MemberView("bob", null, null, 0, 0, 0)),
            TIME));
  }

  @Test
  void typing() {
    assertShape(
        "{'conversationId':'c1','userId':'bob','seconds':5}", new TypingNotice("c1", "bob", 5));
  }

  @Test
  void user_connections() {
    assertShape(
        "{'node':'n1','number':7,'connections':[{'session':'s1','device':'d1','since':5,"
            + "'idleSince':0}]}",
        new UserConnections("n1", 7, List.of(new UserConnections.Connection("s1", "d1", 5, 0))));
  }

  @Test
  void node_gone() {
    assertShape(
        "{'node':'n1','since':9,'users':['ann','bob']}",
        new NodeGone("n1", 9, List.of("ann", "bob")));
  }

  @Test
  void users_due() {
    assertShape("{'users':['ann','bob']}", new UsersDue(List.of("ann", "bob")));
  }

  @Test
  void names_are_frozen() {
    assertEquals("conversation:created", EventType.CONVERSATION_CREATED);
    assertEquals("chat:update", EventType.CHAT_UPDATE);
    assertEquals("membership:changed", EventType.MEMBERSHIP_CHANGED);
    assertEquals("message:new", EventType.MESSAGE_NEW);
    assertEquals("message:unsent", EventType.MESSAGE_UNSENT);
    assertEquals("message:edit", EventType.MESSAGE_EDIT);
    assertEquals("message:delete", EventType.MESSAGE_DELETE);
    assertEquals("message:reaction", EventType.MESSAGE_REACTION);
    assertEquals("message:pin", EventType.MESSAGE_PIN);
    assertEquals("messages:expired", EventType.MESSAGES_EXPIRED);
    assertEquals("read:receipt", EventType.READ_RECEIPT);
    assertEquals("delivered:receipt", EventType.DELIVERED_RECEIPT);
    assertEquals("typing:start", EventType.TYPING_START);
    assertEquals("typing:stop", EventType.TYPING_STOP);
    assertEquals("user:status", EventType.USER_STATUS);
    assertEquals("user:connections", SignalType.CONNECTIONS);
    assertEquals("user:node-gone", SignalType.NODE_GONE);
    assertEquals("user:due", SignalType.DUE);
  }

  @Test
  void changes_are_frozen() {
    assertEquals("updated", ConversationChange.UPDATED);
    assertEquals("deleted", ConversationChange.DELETED);
    assertEquals("members_added", ConversationChange.MEMBERS_ADDED);
    assertEquals("members_removed", ConversationChange.MEMBERS_REMOVED);
    assertEquals("member_joined", ConversationChange.MEMBER_JOINED);
    assertEquals("member_left", ConversationChange.MEMBER_LEFT);
    assertEquals("role_changed", ConversationChange.ROLE_CHANGED);
  }
}
