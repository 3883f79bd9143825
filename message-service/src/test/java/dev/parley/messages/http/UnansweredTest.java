package dev.parley.messages.http;

import static dev.parley.messages.http.Api.CONVERSATIONS;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.messages.Servers;
import dev.parley.messages.submission.Submissions;
import dev.parley.service.testing.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Nobody reads the commands: what a caller by HTTP is told then. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
@TestProfile(UnansweredTest.NobodyReads.class)
class UnansweredTest {

  /** Room for three, who do not wait for long. */
  public static class NobodyReads implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "mp.messaging.incoming.commands.enabled", "false",
          "parley.submissions.timeout", "PT5S",
          "parley.submissions.max-pending", "3");
    }
  }

  @Inject Submissions submissions;

  @Test
  void commandsTimeOut_andNoMoreWaitThanMay() {
    ExecutorService callers = Executors.newFixedThreadPool(3);
    try {
      List<CompletableFuture<Void>> waiting = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        waiting.add(CompletableFuture.runAsync(UnansweredTest::timesOut, callers));
      }
      Await.until("three wait", () -> submissions.pending() == 3);
      Api.send("ann", "c1", "one too many")
          .statusCode(429)
          .body("code", equalTo("rate_limited"))
          .header("Retry-After", equalTo("1"));
      waiting.forEach(CompletableFuture::join);
    } finally {
      callers.shutdownNow();
    }
    assertEquals(0, submissions.pending());
    timesOut();
  }

  private static void timesOut() {
    Api.send("ann", "c1", "hello")
        .statusCode(504)
        .body("code", equalTo("timeout"))
        .body("retryable", equalTo(true))
        .header("Retry-After", equalTo("1"));
  }

  @Test
  void whatHasNoReply_isNotWaitedFor() {
    Api.as("ann").put(CONVERSATIONS + "/c1/typing").then().statusCode(204);
  }
}
