package dev.parley.contracts.event;

/** What can happen to a conversation: {@code ChatUpdate.change} and {@code SystemNote.change}. */
public final class ConversationChange {

  public static final String UPDATED = "updated";
  public static final String DELETED = "deleted";
  public static final String MEMBERS_ADDED = "members_added";
  public static final String MEMBERS_REMOVED = "members_removed";
  public static final String MEMBER_JOINED = "member_joined";
  public static final String MEMBER_LEFT = "member_left";
  public static final String ROLE_CHANGED = "role_changed";

  private ConversationChange() {}
}
