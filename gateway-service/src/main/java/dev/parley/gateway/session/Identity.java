package dev.parley.gateway.session;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Who a client is, as its token says, and on which device.
 *
 * @param userId the token's subject
 * @param sessionId which of the user's sessions at who issues the tokens it is, their {@code sid};
 *     empty for none
 * @param deviceId what the client calls the device; empty for nothing
 * @param issuedAt when the token was made; null when it does not say
 * @param expiresAt when the token, and with it the connection, ends
 */
public record Identity(
    String userId, String sessionId, String deviceId, Instant issuedAt, Instant expiresAt) {

  private static final Pattern SESSION_ID = Pattern.compile("[!-~]{1,128}");
  private static final Pattern DEVICE_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /** Of a client that names no device. */
  public Identity(String userId, String sessionId, Instant issuedAt, Instant expiresAt) {
    this(userId, sessionId, "", issuedAt, expiresAt);
  }

  /** Of a client that names no device, with a token that says no more than this. */
  public Identity(String userId, Instant expiresAt) {
    this(userId, "", null, expiresAt);
  }

  /** The same on that device. */
  public Identity onDevice(String device) {
    return new Identity(userId, sessionId, device, issuedAt, expiresAt);
  }

  /** Whether both are of the same user and the same session of that user. */
  public boolean isSameSession(Identity other) {
    return userId.equals(other.userId) && sessionId.equals(other.sessionId);
  }

  /** Whether it may be the id of a session: 1 to 128 visible characters of ASCII. */
  public static boolean isSessionId(String id) {
    return SESSION_ID.matcher(id).matches();
  }

  /** Whether it may be the id of a device: 1 to 64 letters, digits or any of {@code . _ -}. */
  public static boolean isDeviceId(String id) {
    return DEVICE_ID.matcher(id).matches();
  }
}
