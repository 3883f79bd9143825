package dev.parley.cache.value;

import dev.parley.cache.CacheServiceSettings;
import dev.parley.cache.value.Answers.Deleted;
import dev.parley.cache.value.Answers.Miss;
import dev.parley.cache.value.Answers.Standing;
import dev.parley.cache.value.Answers.Stored;
import dev.parley.cache.value.Values.Condition;
import dev.parley.contracts.command.InvalidFieldException;
import dev.parley.json.StrictJson;
import dev.parley.service.http.Caller;
import dev.parley.service.http.Problem;
import dev.parley.service.http.Texts;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** One cached value, as the bytes that it is. For services. */
@Path(ManyResource.PATH + "/values/{key}")
@RolesAllowed(Caller.SERVICE)
@Tag(name = "Cache")
public class ValueResource {

  /** Header of an answer that was given without Redis. */
  static final String DEGRADED = "Parley-Degraded";

  private static final StrictJson<Miss> MISS = StrictJson.of(Miss.class);

  private final Cache cache;
  private final int maxBytes;

  @Inject
  ValueResource(Cache cache, CacheServiceSettings settings) {
    this.cache = cache;
    this.maxBytes = settings.values().maxBytes();
  }

  // Without @Produces: with it the type that is answered is chosen before the value is known.
  @GET
  @Operation(
      summary = "Get a value",
      description =
          "As it was written, with its content type, and its version as the ETag. A miss is 404 with"
              + " {\"hit\":false}; it has \"degraded\":true, and the header Parley-Degraded, when"
              + " Redis is away.")
  @APIResponse(
      responseCode = "200",
      description = "OK",
      content =
          @Content(
              mediaType = MediaType.WILDCARD,
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  public Uni<RestResponse<byte[]>> getValue(
      @PathParam("namespace") String namespace, @PathParam("key") String key) {
    check(namespace, key);
    return cache.get(namespace, List.of(key), 0).map(ValueResource::found);
  }

  private static RestResponse<byte[]> found(Cache.Read read) {
    CachedValue value = read.value(0);
    if (value == null) {
      ResponseBuilder<byte[]> miss =
          ResponseBuilder.<byte[]>create(Status.NOT_FOUND.getStatusCode())
              .type(MediaType.APPLICATION_JSON)
              .entity(MISS.write(new Miss(false, read.degraded() ? true : null)).utf8());
      return (read.degraded() ? miss.header(DEGRADED, true) : miss).build();
    }
    return ResponseBuilder.ok(value.body())
        .header(HttpHeaders.CONTENT_TYPE, value.contentType())
        .header("X-Content-Type-Options", "nosniff")
        .header(HttpHeaders.ETAG, "\"" + value.version() + "\"")
        .build();
  }

  @PUT
  @Produces(MediaType.APPLICATION_JSON)
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Set a value, of any bytes",
      description =
          "It stays ttl seconds, or as long as its tier says: short (5 min), medium (30 min, the"
              + " default), long (1 h), day, permanent. If-None-Match: * sets it only where nothing"
              + " is, If-Match only over the value of that version: else 412. stored is false when"
              + " Redis is away.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.WILDCARD,
              schema = @Schema(type = SchemaType.STRING, format = "binary"),
              examples = @ExampleObject(name = "json", value = "{\"name\":\"Ann\"}")))
  @APIResponse(
      responseCode = "200",
      description = "OK",
      content =
          @Content(
              schema = @Schema(implementation = Stored.class),
              examples =
                  @ExampleObject(
                      name = "stored",
                      value = "{\"stored\":true,\"version\":\"W8No2w0e86dCkK2P\"}")))
  @APIResponse(
      responseCode = "412",
      description = "There is something else than the condition says",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  public Uni<Stored> setValue(
      @PathParam("namespace") String namespace,
      @PathParam("key") String key,
      @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("ttl") String ttl,
      @QueryParam("tier") String tier,
      @Parameter(description = "Separated by commas, up to 16") @QueryParam("tags") String tags,
      @Parameter(hidden = true) @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
      byte[] body) {
    check(namespace, key);
    byte[] bytes = body == null ? new byte[0] : body;
    ValueBodies.tooLarge(bytes, maxBytes);
    List<String> tagged = Names.tags(tags == null ? null : Arrays.asList(tags.split(",", -1)));
    return cache
        .set(
            namespace,
            ValueBodies.value(key, HttpHeaders.CONTENT_TYPE, contentType, bytes),
            tagged,
            Lifetime.of(Texts.number("ttl", ttl), tier),
            condition(ifNoneMatch, ifMatch))
        .invoke(
            stored -> {
              if (stored.wasRefused()) {
                throw new WebApplicationException(Status.PRECONDITION_FAILED);
              }
            });
  }

  @GET
  @Path("/ttl")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Whether a value exists, and for how long",
      description = "permanent in place of ttlSeconds for one that nothing ends.")
  @APIResponseSchema(value = Standing.class, responseCode = "200")
  public Uni<Standing> getTtl(
      @PathParam("namespace") String namespace, @PathParam("key") String key) {
    check(namespace, key);
    return cache.standing(namespace, key);
  }

  @DELETE
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Delete a value")
  @APIResponseSchema(value = Deleted.class, responseCode = "200")
  public Uni<Deleted> deleteValue(
      @PathParam("namespace") String namespace, @PathParam("key") String key) {
    check(namespace, key);
    return cache.delete(namespace, List.of(key));
  }

  private static void check(String namespace, String key) {
    Names.namespace(namespace);
    Names.key("key", key);
  }

  private static Optional<Condition> condition(String ifNoneMatch, String ifMatch) {
    if (ifNoneMatch != null && ifMatch != null) {
      throw new InvalidFieldException(HttpHeaders.IF_MATCH, "must be absent beside If-None-Match");
    }
    if (ifNoneMatch != null) {
      if (!ifNoneMatch.equals("*")) {
        throw new InvalidFieldException(HttpHeaders.IF_NONE_MATCH, "must be *");
      }
      return Optional.of(new Condition.Absent());
    }
    return Optional.ofNullable(ifMatch)
        .map(version -> new Condition.Version(version.replace("\"", "")));
  }
}
