package dev.parley.messages.command.rule;

/** What can be done in a conversation, as far as the rules tell one from another. */
public enum Action {
  SEND("send messages"),
  REACT("react to messages"),
  PIN("pin messages"),
  DELETE_OTHERS_MESSAGE("delete messages of others"),
  READ("tell what was read"),
  TYPE("tell that they write"),
  SETTINGS("have settings of their own"),
  UPDATE("change the conversation"),
  ADD("add members"),
  REMOVE("remove members"),
  CHANGE_ROLE("change roles"),
  JOIN("join"),
  LEAVE("leave"),
  DELETE("delete the conversation");

  private final String words;

  Action(String words) {
    this.words = words;
  }

  /** How an error names it. */
  String words() {
    return words;
  }
}
