package dev.parley.messages.notification;

import dev.parley.contracts.command.Check;
import dev.parley.contracts.command.InvalidFieldException;
import io.quarkus.mongodb.panache.common.MongoEntity;
import java.util.regex.Pattern;
import org.bson.codecs.pojo.annotations.BsonId;

/**
 * Where a user can be reached who is not connected.
 *
 * @param userId the user
 * @param email up to {@value #MAX_EMAIL_LENGTH} characters of ASCII; a domain of other letters is
 *     written as {@code xn--…}
 */
@MongoEntity(collection = "contacts")
public record Contact(@BsonId String userId, String email) {

  public static final int MAX_EMAIL_LENGTH = 254;

  /** One address and nothing else: no name, no list, nothing that a mail's header could end at. */
  private static final Pattern EMAIL =
      Pattern.compile(
          "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})*");

  /**
   * Checks both.
   *
   * @throws InvalidFieldException that names the field, and does not repeat its value
   */
  public Contact {
    Check.userId("userId", userId);
    if (email == null || email.length() > MAX_EMAIL_LENGTH || !EMAIL.matcher(email).matches()) {
      throw new InvalidFieldException("email", "must be an e-mail address");
    }
  }

  /** For logs: whose it is, not where. */
  @Override
  public String toString() {
    return "Contact[" + userId + "]";
  }
}
