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

import dev.parley.contracts.command.Content;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.reply.ConversationChanged;
import dev.parley.contracts.reply.ConversationCreated;
import dev.parley.contracts.reply.ConversationDescriptions;
import dev.parley.contracts.reply.ConversationDescriptions.Description;
import dev.parley.contracts.reply.ConversationPage;
import dev.parley.contracts.reply.ErrorReply;
import dev.parley.contracts.reply.HistoryPage;
import dev.parley.contracts.reply.MemberPage;
import dev.parley.contracts.reply.MembershipChanged;
import dev.parley.contracts.reply.MembershipPage;
import dev.parley.contracts.reply.MessageAccepted;
import dev.parley.contracts.reply.MessageChanged;
import dev.parley.contracts.reply.MessageScheduled;
import dev.parley.contracts.reply.MessageUnscheduled;
import dev.parley.contracts.reply.MyConversation;
import dev.parley.contracts.reply.PositionReached;
import dev.parley.contracts.reply.ScheduledMessages;
import dev.parley.contracts.reply.SearchPage;
import dev.parley.contracts.reply.SharedUsers;
import dev.parley.contracts.reply.SyncPage;
import dev.parley.contracts.reply.Taken;
import dev.parley.contracts.reply.UnreadCount;
import dev.parley.contracts.reply.WatchedPage;
import dev.parley.contracts.view.ConversationView;
import dev.parley.contracts.view.MembershipView;
import dev.parley.contracts.view.MessageView;
import dev.parley.contracts.view.ScheduledView;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What clients get as the result of a request, and the views in it. */
class ReplyShapeTest {

  private static final MyConversation MINE =
      new MyConversation(GROUP, null, "owner", 9, 12, 8, true, false, true, MESSAGE);

  private static final String MINE_JSON =
      "{'conversation':"
          + GROUP_JSON
          + ",'role':'owner','readSeq':9,'deliveredSeq':12,'unread':8,'muted':true,"
          + "'archived':false,'pinned':true,'lastMessage':"
          + MESSAGE_JSON
          + "}";

  @Test
  void views() {
    assertShape(GROUP_JSON, GROUP);
    assertShape(MEMBER_JSON, MEMBER);
    assertShape(MESSAGE_JSON, MESSAGE);
  }

  @Test
  void views_of_what_is_deleted_or_has_nothing() {
    assertShape(
        "{'conversationId':'d-1','type':'direct','createdAt':"
            + AT
            + ",'createdBy':'ann','deletedAt':"
            + AT
            + ",'revision':1,'memberCount':2,'lastSeq':0,'pinned':[]}",
        new ConversationView(
            "d-1", "direct", null, null, null, TIME, "ann", TIME, 1, 2, 0, List.of(), null, null));
    assertShape(
        "{'conversationId':'c1','messageId':'c1:4','seq':4,'senderId':'ann','sentAt':"
            + AT
            + ",'version':2,'deletedAt':"
            + AT
            + "}",
        new MessageView(
            "c1", "c1:4", 4, "ann", null, null, null, null, TIME, 2, null, TIME, null, null));
  }

  @Test
  void conversation_created() {
    assertShape(
        "{'conversationId':'c1','type':'group','memberIds':['ann','bob'],'createdAt':"
            + AT
            + ",'created':true,'conversation':"
            + GROUP_JSON
            + "}",
        new ConversationCreated("c1", "group", List.of("ann", "bob"), TIME, true, GROUP));
    assertShape(
        "{'conversationId':'d-1','type':'direct','memberIds':['ann','bob'],'createdAt':"
            + AT
            + ",'created':false}",
        new ConversationCreated("d-1", "direct", List.of("ann", "bob"), TIME, false, null));
  }

  @Test
  void conversation_changed() {
    assertShape(
        "{'conversationId':'c1','changed':true,'conversation':" + GROUP_JSON + "}",
        new ConversationChanged("c1", true, GROUP));
  }

  @Test
  void membership_changed() {
    assertShape(
        "{'conversationId':'c1','muted':true,'archived':true,'pinned':false,'archivedSeq':7,"
            + "'revision':3}",
        new MembershipChanged("c1", true, true, false, 7L, 3));
  }

  @Test
  void message_accepted() {
    assertShape(
        "{'conversationId':'c1','messageId':'c1:17','seq':17,'sentAt':" + AT + "}",
        new MessageAccepted("c1", "c1:17", 17, TIME));
  }

  @Test
  void scheduled_messages() {
    assertShape(
        "{'conversationId':'c1','clientMessageId':'m1','sendAt':" + AT + "}",
        new MessageScheduled("c1", "m1", TIME));
    assertShape(
        "{'conversationId':'c1','clientMessageId':'m1','changed':true}",
        new MessageUnscheduled("c1", "m1", true));
    assertShape(
        "{'conversationId':'c1','messages':[{'clientMessageId':'m1','content':{'type':'text',"
            + "'text':'hi'},'sendAt':"
            + AT
            + "}]}",
        new ScheduledMessages(
            "c1", List.of(new ScheduledView("m1", Content.text("hi"), null, null, TIME))));
  }

  @Test
  void message_changed() {
    assertShape(
        "{'changed':false,'message':" + MESSAGE_JSON + "}", new MessageChanged(false, MESSAGE));
  }

  @Test
  void position_reached() {
    assertShape("{'conversationId':'c1','seq':17,'unread':3}", new PositionReached("c1", 17, 3));
  }

  @Test
  void taken() {
    assertShape("{}", new Taken());
  }

  @Test
  void error_reply() {
    assertShape(
        "{'code':'not_found','message':'no conversation c9'}",
        ErrorReply.of(ErrorCode.NOT_FOUND, "no conversation c9"));
  }

  @Test
  void my_conversation() {
    assertShape(MINE_JSON, MINE);
    assertShape(
        "{'conversation':"
            + GROUP_JSON
            + ",'memberIds':['ann','bob'],'readSeq':0,'deliveredSeq':0,'unread':0,"
            + "'muted':false,'archived':false,'pinned':false}",
        new MyConversation(GROUP, List.of("ann", "bob"), null, 0, 0, 0, false, false, false, null));
  }

  @Test
  void conversation_page() {
    assertShape(
        "{'conversations':[" + MINE_JSON + "],'cursor':'x'}",
        new ConversationPage(List.of(MINE), "x"));
    assertShape("{'conversations':[]}", new ConversationPage(List.of(), null));
  }

  @Test
  void member_page() {
    assertShape(
        "{'conversationId':'c1','members':[" + MEMBER_JSON + "],'more':true}",
        new MemberPage("c1", List.of(MEMBER), true));
  }

  @Test
  void watched_page() {
    assertShape(
        "{'conversations':{'c1':['ann','bob']},'after':'c1:bob'}",
        new WatchedPage(Map.of("c1", List.of("ann", "bob")), "c1:bob"));
    assertShape("{'conversations':{}}", new WatchedPage(Map.of(), null));
  }

  @Test
  void shared_users() {
    assertShape("{'userIds':['bob']}", new SharedUsers(List.of("bob")));
    assertShape("{'userIds':[]}", new SharedUsers(List.of()));
  }

  @Test
  void unread_count() {
    assertShape("{'messages':7,'conversations':2,'mutedMessages':3}", new UnreadCount(7, 2, 3));
  }

  @Test
  void membership_page() {
    assertShape(
        "{'memberships':[{'conversationId':'c1','role':'owner','joinedSeq':1,'readSeq':4,"
            + "'deliveredSeq':5,'muted':true,'pinned':false,'archivedSeq':7,'revision':3}],"
            + "'after':'c1'}",
        new MembershipPage(
            List.of(new MembershipView("c1", "owner", 1, 4, 5, true, false, 7L, 3)), "c1"));
    assertShape("{'memberships':[]}", new MembershipPage(List.of(), null));
  }

  @Test
  void conversation_descriptions() {
    assertShape(
        "{'conversations':[{'conversation':"
            + GROUP_JSON
            + ",'activeAt':"
            + AT
            + ",'messages':["
            + MESSAGE_JSON
            + "]},{'conversation':"
            + GROUP_JSON
            + ",'memberIds':['ann','bob'],'activeAt':"
            + AT
            + ",'messages':[]}],'more':['c9']}",
        new ConversationDescriptions(
            List.of(
                new Description(GROUP, null, TIME, List.of(MESSAGE)),
                new Description(GROUP, List.of("ann", "bob"), TIME, List.of())),
            List.of("c9")));
    assertShape("{'conversations':[]}", new ConversationDescriptions(List.of(), null));
  }

  @Test
  void history_page() {
    assertShape(
        "{'conversationId':'c1','messages':["
            + MESSAGE_JSON
            + "],'moreBefore':true,'moreAfter':false}",
        new HistoryPage("c1", List.of(MESSAGE), true, false, null));
    assertShape(
        "{'conversationId':'c1','messages':[],'moreBefore':false,'moreAfter':true,'firstSeq':5}",
        new HistoryPage("c1", List.of(), false, true, 5L));
  }

  @Test
  void search_page() {
    assertShape(
        "{'messages':[" + MESSAGE_JSON + "],'method':'scan','cursor':'x'}",
        new SearchPage(List.of(MESSAGE), "scan", "x"));
  }

  @Test
  void sync_page() {
    assertShape(
        "{'messages':["
            + MESSAGE_JSON
            + "],'positions':{'c1':17},'more':['c1'],'added':["
            + MINE_JSON
            + "],'gone':['c9']}",
        new SyncPage(
            List.of(MESSAGE),
            Map.of("c1", 17L),
            List.of("c1"),
            List.of(MINE),
            List.of("c9"),
            null));
    assertShape(
        "{'messages':[],'positions':{'c1':4},'more':[],'added':[],'gone':[],'firstSeqs':{'c1':5}}",
        new SyncPage(
            List.of(), Map.of("c1", 4L), List.of(), List.of(), List.of(), Map.of("c1", 5L)));
  }
}
