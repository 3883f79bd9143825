package dev.parley.service.http;

import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.service.RefusedException;
import io.quarkus.logging.Log;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Makes a {@link Problem} of whatever goes wrong with a request. What only one service knows of it
 * maps beside this, with the same {@link #answer}.
 */
public class Problems {

  /** Seconds after which what is retryable may be tried again. */
  private static final String RETRY_AFTER = "1";

  @ServerExceptionMapper
  RestResponse<Problem> invalid(InvalidFieldException invalid) {
    return answer(Problem.of(ErrorCode.INVALID_PARAMS, invalid.getMessage(), invalid.field()));
  }

  @ServerExceptionMapper
  RestResponse<Problem> refused(RefusedException refused) {
    return answer(Problem.of(refused.code(), refused.getMessage(), null));
  }

  @ServerExceptionMapper
  RestResponse<Problem> noToken(UnauthorizedException noToken) {
    return unauthorized("a token is needed");
  }

  @ServerExceptionMapper
  RestResponse<Problem> badToken(AuthenticationFailedException badToken) {
    return unauthorized("the token is not valid");
  }

  @ServerExceptionMapper
  RestResponse<Problem> forbidden(ForbiddenException forbidden) {
    String said = forbidden.getMessage();
    return answer(
        Problem.of(
            ErrorCode.FORBIDDEN, said == null ? "the token's role is not enough" : said, null));
  }

  /** A path, method or media type that there is not. */
  @ServerExceptionMapper
  RestResponse<Problem> http(WebApplicationException http) {
    int status = http.getResponse().getStatus();
    RestResponse<Problem> response =
        answer(Problem.of(status, http.getResponse().getStatusInfo().getReasonPhrase()));
    String allowed = http.getResponse().getHeaderString(HttpHeaders.ALLOW);
    if (allowed != null) {
      response.getHeaders().putSingle(HttpHeaders.ALLOW, allowed);
    }
    return response;
  }

  @ServerExceptionMapper
  RestResponse<Problem> bug(RuntimeException bug) {
    Log.errorf(bug, "a request by HTTP failed");
    return answer(Problem.of(ErrorCode.INTERNAL, "the request failed", null));
  }

  private static RestResponse<Problem> unauthorized(String detail) {
    RestResponse<Problem> response = answer(Problem.of(401, detail));
    response.getHeaders().putSingle(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    return response;
  }

  /** The response that says so. */
  public static RestResponse<Problem> answer(Problem problem) {
    ResponseBuilder<Problem> answer =
        ResponseBuilder.<Problem>create(problem.status())
            .entity(problem)
            .header(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    return problem.retryable()
        ? answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER).build()
        : answer.build();
  }
}
