package dev.parley.gateway.page;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.gateway.GatewaySettings;
import dev.parley.gateway.testing.GatewayResource;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
class NoPageTest {

  @ParameterizedTest
  @ValueSource(strings = {"/", "/page/app.js", "/page/index.html", "/page/parley/client.js"})
  void page_isNotThereUnlessSwitchedOn(String path) {
    given().get(path).then().statusCode(404);
  }

  @Test
  void token_isNotThereUnlessSwitchedOn() {
    given()
        .contentType("application/json")
        .body("{\"user\":\"ann\"}")
        .post("/dev/token")
        .then()
        .statusCode(404);
  }

  @Test
  void signingKey_withoutThePageStopsTheStart() {
    GatewaySettings settings =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(GatewaySettings.class)
            .withDefaultValue("parley.node.id", "node")
            .withDefaultValue("parley.page.signing-key", "key.pem")
            .build()
            .getConfigMapping(GatewaySettings.class);

    ConfigurationException e =
        assertThrows(
            ConfigurationException.class,
            () -> new PageRoutes().serve(null, settings, null, "issuer"));
    assertTrue(e.getMessage().startsWith("parley.page.signing-key is set"), e.getMessage());
  }

  @Test
  void signingKey_thatIsNoneStopsTheStart(@TempDir Path dir) throws IOException {
    Path noKey = Files.writeString(dir.resolve("key.pem"), "no key");

    for (Path file : new Path[] {noKey, dir.resolve("nothing")}) {
      ConfigurationException e =
          assertThrows(ConfigurationException.class, () -> DevTokens.of(file, "issuer", null));
      assertTrue(e.getMessage().startsWith("parley.page.signing-key is wrong"), e.getMessage());
    }
  }
}
