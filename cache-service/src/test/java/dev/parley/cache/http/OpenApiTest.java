package dev.parley.cache.http;

import dev.parley.cache.Servers;
import dev.parley.service.testing.OpenApiConformance;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class OpenApiTest extends OpenApiConformance {

  OpenApiTest() {
    super("openapi-cache.json", 53);
  }
}
