package dev.parley.service.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.envelope.RawJson;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestResponse;

/** Responses of JSON that is there already. */
public final class Answer {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Answer() {}

  /** 200. */
  public static Uni<byte[]> ok(Uni<RawJson> reply) {
    return reply.map(RawJson::utf8);
  }

  /**
   * 201 with where it is, or 200 when there is nothing new.
   *
   * @param location of what the reply says; null when it was there before
   */
  public static Uni<RestResponse<byte[]>> created(
      Uni<RawJson> reply, Function<JsonNode, URI> location) {
    return reply.map(
        json -> {
          URI created = location.apply(tree(json));
          return created == null
              ? RestResponse.ok(json.utf8())
              : RestResponse.ResponseBuilder.<byte[]>created(created).entity(json.utf8()).build();
        });
  }

  /** Reads JSON that this process has made. */
  public static JsonNode tree(RawJson json) {
    try {
      return JSON.readTree(json.utf8());
    } catch (IOException ours) {
      throw new UncheckedIOException(ours);
    }
  }
}
