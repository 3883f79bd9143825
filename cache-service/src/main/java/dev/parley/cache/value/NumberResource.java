package dev.parley.cache.value;

import dev.parley.cache.http.Bodies;
import dev.parley.cache.value.Answers.Deleted;
import dev.parley.cache.value.Answers.Number;
import dev.parley.cache.value.ValueBodies.Increment;
import dev.parley.json.StrictJson;
import dev.parley.service.http.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A cached number. For services. */
@Path(ManyResource.PATH + "/numbers/{key}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.SERVICE)
@Tag(name = "Cache")
public class NumberResource {

  private static final StrictJson<Increment> INCREMENT = StrictJson.of(Increment.class);

  private final Cache cache;

  @Inject
  NumberResource(Cache cache) {
    this.cache = cache;
  }

  @POST
  @Path("/increment")
  @Operation(
      summary = "Count a number up",
      description =
          "By 1, or by what is said; a new one begins at 0 and ends after ttl or tier, however often"
              + " it is counted. There is no value in the answer when Redis is away.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(implementation = Increment.class),
              examples = @ExampleObject(name = "by five", value = "{\"by\":5,\"ttl\":60}")))
  @APIResponseSchema(value = Number.class, responseCode = "200")
  public Uni<Number> increment(
      @PathParam("namespace") String namespace, @PathParam("key") String key, byte[] body) {
    check(namespace, key);
    Increment wanted = Bodies.readLarge(INCREMENT, body);
    return cache.increment(
        namespace, key, wanted.amount(), Lifetime.of(wanted.ttl(), wanted.tier()));
  }

  @GET
  @Operation(summary = "Get a number")
  @APIResponseSchema(value = Number.class, responseCode = "200")
  public Uni<Number> getNumber(
      @PathParam("namespace") String namespace, @PathParam("key") String key) {
    check(namespace, key);
    return cache.number(namespace, key);
  }

  @DELETE
  @Operation(summary = "Delete a number")
  @APIResponseSchema(value = Deleted.class, responseCode = "200")
  public Uni<Deleted> deleteNumber(
      @PathParam("namespace") String namespace, @PathParam("key") String key) {
    check(namespace, key);
    return cache.deleteNumber(namespace, key);
  }

  private static void check(String namespace, String key) {
    Names.namespace(namespace);
    Names.key("key", key);
  }
}
