package dev.parley.messages.retention;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The service, whose own rounds do not come in between, with a MongoDB of these tests' own. */
public final class Retaining implements QuarkusTestProfile {

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of("parley.retention.interval", "PT24H");
  }
}
