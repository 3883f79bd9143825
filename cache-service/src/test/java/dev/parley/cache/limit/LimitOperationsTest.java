package dev.parley.cache.limit;

import static dev.parley.cache.limit.LimitApi.LIMITS;
import static dev.parley.cache.limit.LimitApi.ask;
import static dev.parley.cache.limit.LimitApi.post;
import static dev.parley.cache.limit.LimitApi.problem;
import static dev.parley.cache.limit.LimitApi.service;
import static io.restassured.RestAssured.get;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.cache.Servers;
import dev.parley.contracts.id.Ids;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the HTTP door to limits does, with the policies that are shipped. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class LimitOperationsTest {

  private final String subject = Ids.random() + "@example.org";

  @TestHTTPResource(value = "/", management = true)
  String management;

  @Test
  void shipped_policies() {
    service()
        .get(LIMITS + "/policies")
        .then()
        .statusCode(200)
        .body("policies.name", contains("api", "global", "login"))
        .body("policies.quota", contains(60, 100, 5))
        .body("policies.windowSeconds", contains(60, 900, 900))
        .body("policies.counting", contains("all", "all", "failures"));
  }

  @Test
  void take_of_one_policy() {
    post("/take", ask(subject, "global", 1))
        .statusCode(200)
        .header("RateLimit-Policy", "\"global\";q=100;w=900")
        .header("RateLimit", "\"global\";r=99;t=9")
        .header("Retry-After", nullValue())
        .body("allowed", equalTo(true))
        .body("degraded", nullValue())
        .body("policies", hasSize(1))
        .body("policies[0].policy", equalTo("global"))
        .body("policies[0].allowed", equalTo(true))
        .body("policies[0].quota", equalTo(100))
        .body("policies[0].remaining", equalTo(99))
        .body("policies[0].resetAfterMillis", equalTo(9_000))
        .body("policies[0].retryAfterMillis", equalTo(0));
  }

  @Test
  void cost_is_one_unless_said_otherwise() {
    post("/take", "{'subject':'" + subject + "','policies':[{'policy':'login'}]}")
        .body("policies[0].remaining", equalTo(4));
    post("/take", ask(subject, "login", 3)).body("policies[0].remaining", equalTo(1));
  }

  @Test
  void refusal_is_a_decision_too() {
    post("/take", ask(subject, "login", 5)).statusCode(200).body("allowed", equalTo(true));
    post("/take", ask(subject, "login", 1))
        .statusCode(200)
        .header("RateLimit", containsString("\"login\";r=0;t=1"))
        .header("Retry-After", matchesPattern("1[0-9][0-9]"))
        .body("allowed", equalTo(false))
        .body("policies[0].allowed", equalTo(false))
        .body("policies[0].remaining", equalTo(0))
        .body(
            "policies[0].retryAfterMillis",
            allOf(greaterThan(100_000), lessThanOrEqualTo(180_000)));
  }

  @Test
  void refusal_that_is_enforced_is_a_problem() {
    String one = ask(subject, "login", 5);
    service()
        .contentType("application/json")
        .body(one.replace('\'', '"'))
        .post(LIMITS + "/take?enforce=true")
        .then()
        .statusCode(200)
        .body("allowed", equalTo(true));
    problem(post("/take?enforce=true", one), 429)
        .header("Retry-After", matchesPattern("[89][0-9][0-9]"))
        .header("RateLimit", containsString("\"login\";r=0"))
        .header("RateLimit-Policy", equalTo("\"login\";q=5;w=900"))
        .body("code", equalTo("rate_limited"))
        .body("detail", equalTo("too much was asked of login"))
        .body("retryable", equalTo(true));
  }

  @Test
  void several_policies_are_all_or_nothing() {
    post("/take", ask(subject, "login", 5));
    String both =
        "{'subject':'" + subject + "','policies':[{'policy':'api','cost':7},{'policy':'login'}]}";
    post("/take", both)
        .statusCode(200)
        .header("RateLimit-Policy", "\"api\";q=60;w=60, \"login\";q=5;w=900")
        .body("allowed", equalTo(false))
        .body("policies.policy", contains("api", "login"))
        .body("policies.allowed", contains(true, false))
        .body("policies[0].remaining", equalTo(60));
    post("/peek", ask(subject, "api", 1))
        .header("RateLimit", "\"api\";r=60")
        .body("policies[0].remaining", equalTo(60));
  }

  @Test
  void peek_takes_nothing() {
    for (int i = 0; i < 3; i++) {
      post("/peek", ask(subject, "login", 5))
          .statusCode(200)
          .body("allowed", equalTo(true))
          .body("policies[0].remaining", equalTo(5));
    }
    post("/take", ask(subject, "login", 1));
    post("/peek", ask(subject, "login", 5)).body("allowed", equalTo(false));
  }

  @Test
  void logins_that_succeed_are_given_back_and_failures_are_not() {
    for (int i = 0; i < 20; i++) {
      post("/take", ask(subject, "login", 1)).body("allowed", equalTo(true));
      post("/give-back", ask(subject, "login", 1))
          .statusCode(200)
          .body("policies[0].remaining", equalTo(5));
    }
    for (int i = 0; i < 5; i++) {
      post("/take", ask(subject, "login", 1)).body("allowed", equalTo(true));
    }
    post("/take", ask(subject, "login", 1)).body("allowed", equalTo(false));
  }

  @Test
  void reset_of_one_policy_and_of_all() {
    post("/take", ask(subject, "login", 5));
    post("/take", ask(subject, "global", 100));
    service().delete(LIMITS + "/" + subject + "?policy=login").then().statusCode(204);
    post("/peek", ask(subject, "login", 1)).body("policies[0].remaining", equalTo(5));
    post("/peek", ask(subject, "global", 1)).body("allowed", equalTo(false));

    service().delete(LIMITS + "/" + subject).then().statusCode(204);
    post("/peek", ask(subject, "global", 1)).body("policies[0].remaining", equalTo(100));
  }

  @Test
  void subjects_may_be_whatever_can_be_seen() {
    for (String any :
        List.of("203.0.113.7", "2001:db8::1", "ann/phone", "Zoë|%20", "x".repeat(256))) {
      post("/take", ask(any, "login", 1)).statusCode(200);
    }
    service().delete(LIMITS + "/{subject}", "Zoë|%20").then().statusCode(204);
    post("/peek", ask("Zoë|%20", "login", 1)).body("policies[0].remaining", equalTo(5));
  }

  @Test
  void many_subjects_are_decided_in_their_order() {
    String one = ask(subject, "login", 2);
    String other = ask("b" + subject, "login", 5);
    post("/takes", "{'takes':[" + String.join(",", one, other, one, one) + "]}")
        .statusCode(200)
        .body("decisions.allowed", contains(true, true, true, false))
        .body("decisions[0].policies[0].remaining", equalTo(3))
        .body("decisions[1].policies[0].remaining", equalTo(0))
        .body("decisions[3].policies[0].remaining", equalTo(1));
  }

  @Test
  void hundred_takes_of_one_subject_get_the_quota() {
    String takes = String.join(",", Collections.nCopies(100, ask(subject, "login", 1)));
    List<Boolean> allowed =
        post("/takes", "{'takes':[" + takes + "]}")
            .statusCode(200)
            .extract()
            .path("decisions.allowed");
    assertEquals(5, Collections.frequency(allowed, true));
    assertEquals(95, Collections.frequency(allowed, false));
  }

  @Test
  void decisions_are_counted_by_policy_and_name_no_subject() {
    post("/take", ask(subject, "login", 5));
    post("/take", "{'subject':'" + subject + "','policies':[{'policy':'api'},{'policy':'login'}]}");
    String metrics = get(management + "metrics").then().statusCode(200).extract().asString();
    List<String> lines = metrics.lines().filter(line -> line.contains("parley_limits")).toList();
    for (String expected :
        List.of(
            "outcome=\"allowed\",policy=\"login\"",
            "outcome=\"refused\",policy=\"login\"",
            "outcome=\"not_taken\",policy=\"api\"")) {
      assertThat(lines, hasItem(containsString(expected)));
    }
    assertThat(metrics, not(containsString(subject)));
  }
}
