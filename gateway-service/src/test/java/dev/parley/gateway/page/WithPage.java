package dev.parley.gateway.page;

import dev.parley.gateway.testing.GatewayResource;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A gateway that serves the page and tokens for anybody. */
public final class WithPage implements QuarkusTestProfile {

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "parley.page.enabled",
        "true",
        "parley.page.signing-key",
        "${" + GatewayResource.PRIVATE_KEY_FILE + "}");
  }
}
