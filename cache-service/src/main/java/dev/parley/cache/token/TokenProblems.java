package dev.parley.cache.token;

import dev.parley.service.http.Problem;
import dev.parley.service.http.Problems;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Makes a {@link Problem} of a bad token. */
class TokenProblems {

  @ServerExceptionMapper
  RestResponse<Problem> badToken(BadTokenException bad) {
    String code = bad.problem().code();
    int status = bad.problem().status();
    String title = Response.Status.fromStatusCode(status).getReasonPhrase();
    return Problems.answer(
        new Problem(
            "urn:parley:error:" + code, title, status, code, bad.getMessage(), null, false));
  }
}
