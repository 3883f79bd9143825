package dev.parley.contracts.command;

/** The types of conversations. */
public final class ConversationType {

  /** Of exactly two users, who are the same for ever; unique per pair. */
  public static final String DIRECT = "direct";

  /** Of members who are added and removed. */
  public static final String GROUP = "group";

  /** Of whoever joins. */
  public static final String CHANNEL = "channel";

  private ConversationType() {}
}
