package dev.parley.cache.limit;

/** What the OpenAPI document shows. */
final class LimitExamples {

  static final String ASK =
      "{\"subject\":\"203.0.113.7\",\"policies\":[{\"policy\":\"global\"},{\"policy\":\"api\",\"cost\":2}]}";

  static final String LOGIN =
      "{\"subject\":\"ann@example.org\",\"policies\":[{\"policy\":\"login\"}]}";

  static final String ASKS =
      "{\"takes\":[{\"subject\":\"ann\",\"policies\":[{\"policy\":\"api\"}]},"
          + "{\"subject\":\"bob\",\"policies\":[{\"policy\":\"api\"}]}]}";

  static final String DECISION =
      "{\"allowed\":true,\"policies\":[{\"policy\":\"global\",\"allowed\":true,\"quota\":100,"
          + "\"remaining\":99,\"resetAfterMillis\":9000,\"retryAfterMillis\":0},{\"policy\":\"api\","
          + "\"allowed\":true,\"quota\":60,\"remaining\":58,\"resetAfterMillis\":2000,"
          + "\"retryAfterMillis\":0}]}";

  static final String POLICIES =
      "{\"policies\":[{\"name\":\"api\",\"quota\":60,\"windowSeconds\":60,\"counting\":\"all\"},"
          + "{\"name\":\"login\",\"quota\":5,\"windowSeconds\":900,\"counting\":\"failures\"}]}";

  private LimitExamples() {}
}
