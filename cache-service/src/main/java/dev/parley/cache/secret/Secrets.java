package dev.parley.cache.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets of 256 random bits as 43 characters of base64url, and what may be kept of them. A hash
 * without salt is enough where nobody can try all values; where one can, as with codes of a few
 * digits, {@link #mac} makes a table of all hashes useless, and no more. Safe from any thread.
 */
public final class Secrets {

  private static final int BYTES = 32;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String MAC = "HmacSHA256";

  private Secrets() {}

  /** A new one. */
  public static String random() {
    byte[] secret = new byte[BYTES];
    RANDOM.nextBytes(secret);
    return text(secret);
  }

  /** A new one of so many decimal digits, for humans: 1 to 18. */
  public static String digits(int length) {
    StringBuilder code = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      code.append((char) ('0' + RANDOM.nextInt(10)));
    }
    return code.toString();
  }

  /** Whether it has the form of a {@link #random} one: what has not is none and not looked up. */
  public static boolean isSecret(String text) {
    return text != null && FORM.matcher(text).matches();
  }

  /** The SHA-256 of it, in hexadecimal. */
  public static String hash(String secret) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /** The HMAC-SHA-256 of a text with a key, in the form of a {@link #random} one. */
  public static String mac(String key, String text) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), MAC));
      return text(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
