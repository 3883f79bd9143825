package dev.parley.contracts.event;

/**
 * The names of the events: what clients get as notifications, and what the event streams carry. All
 * but {@code message:unsent}, {@code user:status} and those about typing are facts that have
 * happened and are stored.
 */
public final class EventType {

  /** Payload: {@code ConversationCreated}. */
  public static final String CONVERSATION_CREATED = "conversation:created";

  /** Payload: {@link ChatUpdate}. */
  public static final String CHAT_UPDATE = "chat:update";

  /** The receiver's own settings. Payload: {@code MembershipChanged}. */
  public static final String MEMBERSHIP_CHANGED = "membership:changed";

  /** Payload: {@link MessageNew}. */
  public static final String MESSAGE_NEW = "message:new";

  /** Payload: {@link MessageUnsent}. */
  public static final String MESSAGE_UNSENT = "message:unsent";

  /** Payload: {@link MessageEvent}. */
  public static final String MESSAGE_EDIT = "message:edit";

  /** Payload: {@link MessageEvent}. */
  public static final String MESSAGE_DELETE = "message:delete";

  /** Payload: {@link MessageReaction}. */
  public static final String MESSAGE_REACTION = "message:reaction";

  /** Payload: {@link MessageEvent}. */
  public static final String MESSAGE_PIN = "message:pin";

  /** Payload: {@link MessagesExpired}. */
  public static final String MESSAGES_EXPIRED = "messages:expired";

  /** Payload: {@link Receipt}. */
  public static final String READ_RECEIPT = "read:receipt";

  /** Payload: {@link Receipt}. */
  public static final String DELIVERED_RECEIPT = "delivered:receipt";

  /** Payload: {@link TypingNotice}. */
  public static final String TYPING_START = "typing:start";

  /** Payload: {@link TypingNotice}. */
  public static final String TYPING_STOP = "typing:stop";

  /** Payload: {@code PresenceView}. */
  public static final String USER_STATUS = "user:status";

  private EventType() {}
}
