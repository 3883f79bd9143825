package dev.parley.service.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.service.RefusedException;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {

  @ParameterizedTest
  @CsvSource({
    "invalid_params, 400",
    "not_a_member, 403",
    "forbidden, 403",
    "not_found, 404",
    "limit_exceeded, 409",
    "too_large, 413",
    "rate_limited, 429",
    "internal, 500",
    "unavailable, 503",
    "timeout, 504"
  })
  void error_hasItsStatus(String code, int status) {
    assertEquals(status, Problem.status(ErrorCode.of(code)));
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyError_isAProblem(ErrorCode code) {
    RestResponse<Problem> answer =
        new Problems().refused(new RefusedException(code, "one sentence"));

    Problem problem = answer.getEntity();
    assertEquals("urn:parley:error:" + code.code(), problem.type());
    assertEquals(answer.getStatus(), problem.status());
    assertEquals("one sentence", problem.detail());
    assertEquals(code.retryable(), problem.retryable());
    assertEquals(
        code.retryable() ? "1" : null, answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER));
    assertTrue(problem.status() >= 400, problem::toString);
  }

  @Test
  void bug_isNotShown() {
    RestResponse<Problem> answer = new Problems().bug(new IllegalStateException("secret"));

    assertEquals(500, answer.getStatus());
    assertEquals("the request failed", answer.getEntity().detail());
    assertNull(answer.getEntity().field());
  }
}
