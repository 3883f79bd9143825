package dev.parley.gateway.conformance;

import dev.parley.gateway.testing.Client;
import dev.parley.gateway.testing.GatewayResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@QuarkusTestResource(GatewayResource.class)
class JsonRpcPresenceConformanceTest extends PresenceConformance {

  JsonRpcPresenceConformanceTest() {
    super(token -> new JsonRpcPeer(Client.connect(token)));
  }
}
