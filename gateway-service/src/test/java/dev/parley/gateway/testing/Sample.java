package dev.parley.gateway.testing;

import static java.util.Map.entry;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.id.ConversationIds;
import dev.parley.contracts.presence.PresenceMethod;
import dev.parley.contracts.query.QueryType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A request as a client makes it, and what becomes of it.
 *
 * @param method what is called
 * @param params in their canonical form, with single quotes for double ones
 */
public record Sample(String method, String params) {

  private static final String C1 = "{'conversationId':'c1'}";

  private static final Set<String> OF_MODELS =
      Set.of(QueryType.LIST_CONVERSATIONS, QueryType.COUNT_UNREAD, QueryType.SYNC);

  private static final Map<String, String> PARAMS =
      Map.ofEntries(
          entry(
              CommandType.CREATE_CONVERSATION,
              "{'type':'group','memberIds':['bob'],'clientConversationId':'k1','title':'Cats',"
                  + "'avatarUrl':'https://a.example/cat','metadata':{'a':[1,null,{'b':1.5}]}}"),
          entry(
              CommandType.UPDATE_CONVERSATION,
              "{'conversationId':'c1','title':'Dogs','retentionDays':30}"),
          entry(CommandType.DELETE_CONVERSATION, C1),
          entry(CommandType.JOIN_CONVERSATION, C1),
          entry(CommandType.LEAVE_CONVERSATION, C1),
          entry(CommandType.ADD_MEMBERS, "{'conversationId':'c1','userIds':['bob','cy']}"),
          entry(CommandType.REMOVE_MEMBERS, "{'conversationId':'c1','userIds':['bob']}"),
          entry(CommandType.CHANGE_ROLE, "{'conversationId':'c1','userId':'bob','role':'admin'}"),
          entry(CommandType.MUTE_CONVERSATION, "{'conversationId':'c1','muted':true}"),
          entry(CommandType.PIN_CONVERSATION, "{'conversationId':'c1','pinned':true}"),
          entry(CommandType.ARCHIVE_CONVERSATION, "{'conversationId':'c1','archived':false}"),
          entry(
              CommandType.SEND_MESSAGE,
              "{'conversationId':'c1','clientMessageId':'m1','content':{'type':'location',"
                  + "'location':{'latitude':48.1,'longitude':11.0}},'replyToSeq':4,"
                  + "'mentions':['bob']}"),
          entry(
              CommandType.EDIT_MESSAGE,
              "{'messageId':'c1:4','content':{'type':'text','text':'ho'}}"),
          entry(CommandType.DELETE_MESSAGE, "{'messageId':'c1:4'}"),
          entry(CommandType.REACT_TO_MESSAGE, "{'messageId':'c1:4','emoji':'👍'}"),
          entry(
              CommandType.SCHEDULE_MESSAGE,
              "{'conversationId':'c1','clientMessageId':'m1','content':{'type':'text','text':'hi'},"
                  + "'sendAt':'2099-01-01T00:00:00Z'}"),
          entry(CommandType.UNSCHEDULE_MESSAGE, "{'conversationId':'c1','clientMessageId':'m1'}"),
          entry(CommandType.PIN_MESSAGE, "{'messageId':'c1:4','pinned':true}"),
          entry(CommandType.READ_MESSAGES, "{'conversationId':'c1','seq':999999999999}"),
          entry(CommandType.DELIVERED_MESSAGES, "{'conversationId':'c1','seq':1}"),
          entry(CommandType.START_TYPING, C1),
          entry(CommandType.STOP_TYPING, C1),
          entry(QueryType.GET_CONVERSATION, C1),
          entry(QueryType.LIST_CONVERSATIONS, "{'cursor':'x','limit':20,'archived':true}"),
          entry(QueryType.COUNT_UNREAD, "{}"),
          entry(QueryType.LIST_MEMBERS, "{'conversationId':'c1','after':'bob','limit':20}"),
          entry(QueryType.LIST_SCHEDULED, C1),
          entry(QueryType.HISTORY, "{'conversationId':'c1','beforeSeq':17,'limit':20}"),
          entry(QueryType.SYNC, "{'positions':{'c1':17,'c2':0},'limit':100}"),
          entry(QueryType.SEARCH, "{'text':'cat','conversationId':'c1'}"),
          entry(PresenceMethod.SET, "{'status':'dnd','text':'writing','expiresInSeconds':3600}"),
          entry(PresenceMethod.GET, "{'userIds':['bob','cy']}"));

  /** One for every command that has a reply. */
  public static List<Sample> commands() {
    return of(CommandType.class).stream().filter(s -> !s.method.startsWith("typing:")).toList();
  }

  /** One for every query that only message-service answers. */
  public static List<Sample> queries() {
    return of(QueryType.class).stream().filter(s -> !OF_MODELS.contains(s.method)).toList();
  }

  /** One for every query that read models answer. */
  public static List<Sample> modelQueries() {
    return of(QueryType.class).stream().filter(s -> OF_MODELS.contains(s.method)).toList();
  }

  /** One for every command without a reply. */
  public static List<Sample> notices() {
    return of(CommandType.class).stream().filter(s -> s.method.startsWith("typing:")).toList();
  }

  /** What travels with the signals, and has a reply. */
  public static List<Sample> signals() {
    return List.of(of(PresenceMethod.SET));
  }

  /** What is asked of presence-service. */
  public static List<Sample> presenceQueries() {
    return List.of(of(PresenceMethod.GET));
  }

  /** What it belongs to when that user calls: a conversation, or the user. */
  public String key(String caller) {
    return switch (method) {
      case CommandType.CREATE_CONVERSATION -> ConversationIds.created(caller, "k1");
      case QueryType.LIST_CONVERSATIONS,
          QueryType.COUNT_UNREAD,
          QueryType.SYNC,
          PresenceMethod.SET,
          PresenceMethod.GET ->
          caller;
      default -> "c1";
    };
  }

  /** The canonical payload. */
  public String json() {
    return params.replace('\'', '"');
  }

  @Override
  public String toString() {
    return method;
  }

  private static List<Sample> of(Class<?> names) {
    List<Sample> samples = new ArrayList<>();
    for (Field name : names.getFields()) {
      if (Modifier.isStatic(name.getModifiers())) {
        samples.add(of(constant(name)));
      }
    }
    return samples;
  }

  private static Sample of(String method) {
    String params = PARAMS.get(method);
    if (params == null) {
      throw new AssertionError("a method without a sample: " + method);
    }
    return new Sample(method, params);
  }

  private static String constant(Field name) {
    try {
      return (String) name.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
