package dev.parley.gateway.uplink;

import dev.parley.contracts.command.AddMembers;
import dev.parley.contracts.command.ArchiveConversation;
import dev.parley.contracts.command.ChangeRole;
import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.ConversationCommand;
import dev.parley.contracts.command.CreateConversation;
import dev.parley.contracts.command.DeleteConversation;
import dev.parley.contracts.command.DeleteMessage;
import dev.parley.contracts.command.DeliveredMessages;
import dev.parley.contracts.command.EditMessage;
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
import dev.parley.contracts.command.Typing;
import dev.parley.contracts.command.UnscheduleMessage;
import dev.parley.contracts.command.UpdateConversation;
import dev.parley.contracts.presence.PresenceMethod;
import dev.parley.contracts.presence.PresenceQuery;
import dev.parley.contracts.presence.SetPresence;
import dev.parley.contracts.query.CountUnread;
import dev.parley.contracts.query.GetConversation;
import dev.parley.contracts.query.History;
import dev.parley.contracts.query.ListConversations;
import dev.parley.contracts.query.ListMembers;
import dev.parley.contracts.query.ListScheduled;
import dev.parley.contracts.query.Query;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.query.Search;
import dev.parley.contracts.query.Sync;
import dev.parley.json.StrictJson;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What clients may call. A new method is one line. */
final class Methods {

  private static final Map<String, Method> BY_NAME =
      Map.ofEntries(
          creation(),
          command(CommandType.UPDATE_CONVERSATION, UpdateConversation.class),
          command(CommandType.DELETE_CONVERSATION, DeleteConversation.class),
          command(CommandType.JOIN_CONVERSATION, JoinConversation.class),
          command(CommandType.LEAVE_CONVERSATION, LeaveConversation.class),
          command(CommandType.ADD_MEMBERS, AddMembers.class),
          command(CommandType.REMOVE_MEMBERS, RemoveMembers.class),
          command(CommandType.CHANGE_ROLE, ChangeRole.class),
          command(CommandType.MUTE_CONVERSATION, MuteConversation.class),
          command(CommandType.PIN_CONVERSATION, PinConversation.class),
          command(CommandType.ARCHIVE_CONVERSATION, ArchiveConversation.class),
          command(CommandType.SEND_MESSAGE, SendMessage.class),
          command(CommandType.SCHEDULE_MESSAGE, ScheduleMessage.class),
          command(CommandType.UNSCHEDULE_MESSAGE, UnscheduleMessage.class),
          command(CommandType.EDIT_MESSAGE, EditMessage.class),
          command(CommandType.DELETE_MESSAGE, DeleteMessage.class),
          command(CommandType.REACT_TO_MESSAGE, ReactToMessage.class),
          command(CommandType.PIN_MESSAGE, PinMessage.class),
          command(CommandType.READ_MESSAGES, ReadMessages.class),
          command(CommandType.DELIVERED_MESSAGES, DeliveredMessages.class),
          notice(CommandType.START_TYPING, Typing.class),
          notice(CommandType.STOP_TYPING, Typing.class),
          query(QueryType.GET_CONVERSATION, GetConversation.class, q -> q.conversationId()),
          model(QueryType.LIST_CONVERSATIONS, ListConversations.class, ListConversations::check),
          model(QueryType.COUNT_UNREAD, CountUnread.class, CountUnread::check),
          query(QueryType.LIST_MEMBERS, ListMembers.class, q -> q.conversationId()),
          query(QueryType.LIST_SCHEDULED, ListScheduled.class, q -> q.conversationId()),
          query(QueryType.HISTORY, History.class, q -> q.conversationId()),
          model(QueryType.SYNC, Sync.class, Sync::check),
          query(QueryType.SEARCH, Search.class, q -> q.conversationId()),
          ofCaller(Way.SIGNAL, PresenceMethod.SET, SetPresence.class, SetPresence::check),
          ofCaller(
              Way.PRESENCE_QUERY, PresenceMethod.GET, PresenceQuery.class, PresenceQuery::check));

  private Methods() {}

  /** The method of that name; null for none. */
  static Method find(String name) {
    return BY_NAME.get(name);
  }

  /** All of them, by name. */
  static Map<String, Method> all() {
    return BY_NAME;
  }

  /** The one command whose conversation is not named: its key is the id that it will have. */
  private static Map.Entry<String, Method> creation() {
    StrictJson<CreateConversation> format = StrictJson.of(CreateConversation.class);
    return Map.entry(
        CommandType.CREATE_CONVERSATION,
        new Method(
            CreateConversation.class,
            (caller, params) -> {
              CreateConversation create = format.read(params).named().check();
              return new Command(
                  Way.COMMAND,
                  CommandType.CREATE_CONVERSATION,
                  create.conversationId(caller),
                  format.write(create));
            }));
  }

  private static <T extends ConversationCommand> Map.Entry<String, Method> command(
      String name, Class<T> type) {
    return aboutConversation(Way.COMMAND, name, type);
  }

  private static <T extends ConversationCommand> Map.Entry<String, Method> notice(
      String name, Class<T> type) {
    return aboutConversation(Way.NOTICE, name, type);
  }

  private static <T extends ConversationCommand> Map.Entry<String, Method> aboutConversation(
      Way way, String name, Class<T> type) {
    StrictJson<T> format = StrictJson.of(type);
    return Map.entry(
        name,
        new Method(
            type,
            (caller, params) -> {
              T command = format.read(params);
              command.check();
              return new Command(way, name, command.conversationId(), format.write(command));
            }));
  }

  /** What read models answer. */
  private static <T> Map.Entry<String, Method> model(
      String name, Class<T> type, UnaryOperator<T> check) {
    return ofCaller(Way.MODEL_QUERY, name, type, check);
  }

  /** What is about no conversation: its key is the caller. */
  private static <T> Map.Entry<String, Method> ofCaller(
      Way way, String name, Class<T> type, UnaryOperator<T> check) {
    StrictJson<T> format = StrictJson.of(type);
    return Map.entry(
        name,
        new Method(
            type,
            (caller, params) ->
                new Command(way, name, caller, format.write(check.apply(format.read(params))))));
  }

  /**
   * @param conversation which one is asked about; null when it is not about a single one
   */
  private static <T extends Query> Map.Entry<String, Method> query(
      String name, Class<T> type, Function<T, String> conversation) {
    StrictJson<T> format = StrictJson.of(type);
    return Map.entry(
        name,
        new Method(
            type,
            (caller, params) -> {
              T query = format.read(params);
              query.check();
              String about = conversation.apply(query);
              String key = about == null ? caller : about;
              return new Command(Way.QUERY, name, key, format.write(query));
            }));
  }
}
