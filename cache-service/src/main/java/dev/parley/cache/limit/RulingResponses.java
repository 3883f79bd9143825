package dev.parley.cache.limit;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.limits.RateLimitFields;
import dev.parley.limits.Standing;
import dev.parley.service.http.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Rulings as responses, with header fields that a caller can pass on. */
final class RulingResponses {

  private RulingResponses() {}

  /**
   * The response.
   *
   * @param enforced whether a refusal is a problem, or a decision like any other
   */
  static RestResponse<Object> of(Ruling ruling, boolean enforced) {
    ResponseBuilder<Object> response =
        ruling.allowed() || !enforced
            ? ResponseBuilder.<Object>ok(LimitViews.of(ruling))
            : problem(refusal(ruling));
    response.header(RateLimitFields.POLICY, RateLimitFields.policy(ruling.standings()));
    if (!ruling.degraded()) {
      response.header(RateLimitFields.LIMIT, RateLimitFields.limit(ruling.standings()));
    }
    if (!ruling.allowed()) {
      response.header(HttpHeaders.RETRY_AFTER, RateLimitFields.retryAfter(ruling.standings()));
    }
    return response.build();
  }

  private static ResponseBuilder<Object> problem(Problem problem) {
    return ResponseBuilder.<Object>create(problem.status())
        .entity(problem)
        .header(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
  }

  private static Problem refusal(Ruling ruling) {
    if (ruling.degraded()) {
      return Problem.of(ErrorCode.UNAVAILABLE, "the limits cannot be reached", null);
    }
    return Problem.of(
        ErrorCode.RATE_LIMITED, "too much was asked of " + exceeded(ruling.standings()), null);
  }

  private static String exceeded(List<Standing> standings) {
    return standings.stream()
        .filter(standing -> !standing.allowed())
        .map(standing -> standing.policy().name())
        .collect(Collectors.joining(", "));
  }
}
