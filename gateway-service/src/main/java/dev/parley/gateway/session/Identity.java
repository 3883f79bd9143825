package dev.parley.gateway.session;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Who a client is, as its token says.
 *
 * @param userId the token's subject
 * @param sessionId which of the user's sessions at who issues the tokens it is, their {@code sid};
 *     empty for none
 * @param expiresAt when the token, and with it the connection, ends
 */
public record Identity(String userId, String sessionId, Instant expiresAt) {

  private static final Pattern SESSION_ID = Pattern.compile("[!-~]{1,128}");

  /** Of a token that names no session. */
  public Identity(String userId, Instant expiresAt) {
    this(userId, "", expiresAt);
  }

  /** Whether it may be the id of a session: 1 to 128 visible characters of ASCII. */
  public static boolean isSessionId(String id) {
    return SESSION_ID.matcher(id).matches();
  }
}
