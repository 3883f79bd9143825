package dev.parley.messages.http;

import com.mongodb.MongoException;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.service.http.Problem;
import dev.parley.service.http.Problems;
import io.quarkus.logging.Log;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Makes a {@link Problem} of what MongoDB says. */
class StorageProblems {

  @ServerExceptionMapper
  RestResponse<Problem> away(MongoException away) {
    Log.warnf("a request by HTTP was refused: %s", away.getClass().getName());
    return Problems.answer(
        Problem.of(ErrorCode.UNAVAILABLE, "what is stored cannot be reached", null));
  }
}
