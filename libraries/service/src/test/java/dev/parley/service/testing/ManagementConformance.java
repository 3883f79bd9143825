package dev.parley.service.testing;

import static io.restassured.RestAssured.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators ask any service, at a port of its own, and others must not be able to. */
public abstract class ManagementConformance {

  @TestHTTPResource(value = "/", management = true)
  protected String management;

  /** How lines of the metrics begin that there are as soon as the service has started. */
  protected abstract List<String> names();

  /** The metrics as Prometheus reads them. */
  protected String metrics() {
    return get(management + "metrics").then().statusCode(200).extract().asString();
  }

  @Test
  public void metrics_have_their_names() {
    String metrics = metrics();
    assertTrue(metrics.contains("\njvm_memory_used_bytes{"), "those of the JVM");
    for (String name : names()) {
      assertTrue(metrics.contains("\n" + name), name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"health/ready", "health/live"})
  public void health_says_that_all_is_well(String path) {
    get(management + path).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q/health", "/q/health/ready", "/q/metrics", "/metrics", "/q"})
  public void port_of_the_service_has_nothing_of_it(String path) {
    get(path).then().statusCode(404);
  }

  @Test
  public void management_is_for_this_machine_unless_the_operator_says_else() {
    assertEquals(
        "127.0.0.1", ConfigProvider.getConfig().getValue("quarkus.management.host", String.class));
  }
}
