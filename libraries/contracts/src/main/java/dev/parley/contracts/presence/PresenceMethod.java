package dev.parley.contracts.presence;

/** The names of what clients call about presence. */
public final class PresenceMethod {

  /** Params: {@link SetPresence}; answered by the caller's own {@link PresenceView}. */
  public static final String SET = "presence:set";

  /** Params: {@link PresenceQuery}; answered by {@link PresenceList}. */
  public static final String GET = "presence:get";

  /**
   * The same, and from then on the connection is told {@code user:status} of these users. Answered
   * by {@link PresenceList}.
   */
  public static final String WATCH = "presence:watch";

  /** Params: {@link PresenceQuery}; answered by an empty object. */
  public static final String UNWATCH = "presence:unwatch";

  private PresenceMethod() {}
}
