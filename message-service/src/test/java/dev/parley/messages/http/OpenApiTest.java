package dev.parley.messages.http;

import dev.parley.messages.Servers;
import dev.parley.service.testing.OpenApiConformance;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class OpenApiTest extends OpenApiConformance {

  OpenApiTest() {
    super("openapi.json", 39);
  }
}
