package dev.parley.contracts.query;

/**
 * {@code conversation:unread}: how much the caller has not read, for a badge. Answered by {@code
 * UnreadCount}.
 */
public record CountUnread() implements Query {

  @Override
  public CountUnread check() {
    return this;
  }
}
