package dev.parley.contracts.signal;

/** The names of the signals: short-lived facts about a user, without a reply. */
public final class SignalType {

  public static final String CONNECTED = "user:connected";
  public static final String DISCONNECTED = "user:disconnected";

  private SignalType() {}
}
