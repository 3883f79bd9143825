package dev.parley.contracts.query;

/**
 * The names of the queries: a client's question about conversations, answered from what is stored
 * by any replica, in no order with the commands.
 */
public final class QueryType {

  public static final String GET_CONVERSATION = "conversation:get";
  public static final String LIST_CONVERSATIONS = "conversation:list";
  public static final String COUNT_UNREAD = "conversation:unread";
  public static final String LIST_MEMBERS = "conversation:members";
  public static final String LIST_SCHEDULED = "message:scheduled";
  public static final String HISTORY = "history";
  public static final String SYNC = "sync";
  public static final String SEARCH = "search";

  private QueryType() {}
}
