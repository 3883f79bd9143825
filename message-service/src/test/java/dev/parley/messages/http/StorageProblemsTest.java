package dev.parley.messages.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mongodb.MongoTimeoutException;
import dev.parley.service.http.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.junit.jupiter.api.Test;

class StorageProblemsTest {

  @Test
  void mongoThatIsAway_isUnavailable_andItsAddressIsNotShown() {
    RestResponse<Problem> answer =
        new StorageProblems().away(new MongoTimeoutException("host:27017"));

    assertEquals(503, answer.getStatus());
    assertEquals("what is stored cannot be reached", answer.getEntity().detail());
    assertEquals("1", answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER));
  }
}
