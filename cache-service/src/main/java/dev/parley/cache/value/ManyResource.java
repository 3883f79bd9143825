package dev.parley.cache.value;

import dev.parley.cache.CacheServiceSettings;
import dev.parley.cache.http.Bodies;
import dev.parley.cache.value.Answers.Deleted;
import dev.parley.cache.value.Answers.Invalidated;
import dev.parley.cache.value.Answers.StoredMany;
import dev.parley.cache.value.ValueBodies.Keys;
import dev.parley.cache.value.ValueBodies.Like;
import dev.parley.cache.value.ValueBodies.SetMany;
import dev.parley.json.StrictJson;
import dev.parley.service.http.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Several cached values, and what belongs together. For services. */
@Path(ManyResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.SERVICE)
@Tag(name = "Cache")
public class ManyResource {

  static final String PATH = "/api/v1/cache/{namespace}";

  /** Bytes that one answer may have, about: each key has its share. */
  private static final int MANY_BYTES = 16 * 1024 * 1024;

  private static final StrictJson<Keys> KEYS = StrictJson.of(Keys.class);
  private static final StrictJson<SetMany> SET_MANY = StrictJson.of(SetMany.class);
  private static final StrictJson<Like> LIKE = StrictJson.of(Like.class);

  private final Cache cache;
  private final int maxBytes;

  @Inject
  ManyResource(Cache cache, CacheServiceSettings settings) {
    this.cache = cache;
    this.maxBytes = settings.values().maxBytes();
  }

  @POST
  @Path("/get-many")
  @Operation(
      summary = "Get up to 500 values",
      description =
          "In the order of the keys. A value that is JSON is in json, others are in base64. A value"
              + " of more than 16 MiB divided by the number of keys is tooLarge: get it alone.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = Keys.class),
              examples = @ExampleObject(name = "two", value = "{\"keys\":[\"ann\",\"bob\"]}")))
  @APIResponse(
      responseCode = "200",
      description = "OK",
      content =
          @Content(
              schema = @Schema(implementation = Object.class),
              examples =
                  @ExampleObject(
                      name = "one hit",
                      value =
                          "{\"values\":[{\"key\":\"ann\",\"hit\":true,"
                              + "\"version\":\"W8No2w0e86dCkK2P\","
                              + "\"contentType\":\"application/json\","
                              + "\"json\":{\"name\":\"Ann\"}},{\"key\":\"bob\",\"hit\":false}]}")))
  public Uni<byte[]> getValues(@PathParam("namespace") String namespace, byte[] body) {
    Names.namespace(namespace);
    List<String> keys = Bodies.readLarge(KEYS, body).check().keys();
    int share = Math.max(CachedValue.MAX_HEADER, MANY_BYTES / keys.size());
    return cache.get(namespace, keys, share).map(read -> ReadJson.write(keys, read));
  }

  @POST
  @Path("/set-many")
  @Operation(
      summary = "Set up to 500 values",
      description = "Of one lifetime and with the same tags; the versions are in their order.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = SetMany.class),
              examples =
                  @ExampleObject(
                      name = "two",
                      value =
                          "{\"entries\":[{\"key\":\"ann\",\"json\":{\"name\":\"Ann\"}},"
                              + "{\"key\":\"bob\",\"base64\":\"Qm9i\",\"contentType\":\"text/plain\"}],"
                              + "\"ttl\":60,\"tags\":[\"users\"]}")))
  @APIResponseSchema(value = StoredMany.class, responseCode = "200")
  public Uni<StoredMany> setValues(@PathParam("namespace") String namespace, byte[] body) {
    Names.namespace(namespace);
    SetMany wanted = Bodies.readLarge(SET_MANY, body);
    return cache.set(
        namespace,
        wanted.values(maxBytes),
        Names.tags(wanted.tags()),
        Lifetime.of(wanted.ttl(), wanted.tier()));
  }

  @POST
  @Path("/delete-many")
  @Operation(summary = "Delete up to 500 values")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = Keys.class),
              examples = @ExampleObject(name = "two", value = "{\"keys\":[\"ann\",\"bob\"]}")))
  @APIResponseSchema(value = Deleted.class, responseCode = "200")
  public Uni<Deleted> deleteValues(@PathParam("namespace") String namespace, byte[] body) {
    Names.namespace(namespace);
    return cache.delete(namespace, Bodies.readLarge(KEYS, body).check().keys());
  }

  @POST
  @Path("/delete-matching")
  @Operation(
      summary = "Delete the values, numbers and sets whose key matches a pattern",
      description =
          "A glob of Redis, within the namespace. Looks at all keys of Redis, in small steps; after"
              + " parley.values.sweep-time it answers the cursor to go on with.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = Like.class),
              examples = @ExampleObject(name = "of ann", value = "{\"pattern\":\"ann:*\"}")))
  @APIResponseSchema(value = Deleted.class, responseCode = "200")
  public Uni<Deleted> deleteMatching(@PathParam("namespace") String namespace, byte[] body) {
    Names.namespace(namespace);
    Like like = Bodies.readLarge(LIKE, body).check();
    return cache.deleteLike(namespace, like.pattern(), like.cursor());
  }

  @DELETE
  @Operation(
      summary = "Invalidate a namespace: all of its values, numbers and sets",
      description =
          "In one step. What is permanent is out of sight, and out of Redis only when it is deleted.")
  @APIResponseSchema(value = Invalidated.class, responseCode = "200")
  public Uni<Invalidated> invalidateNamespace(@PathParam("namespace") String namespace) {
    Names.namespace(namespace);
    return cache.invalidate(namespace, Versions.NAMESPACE);
  }

  @DELETE
  @Path("/tags/{tag}")
  @Operation(summary = "Invalidate all values with a tag")
  @APIResponseSchema(value = Invalidated.class, responseCode = "200")
  public Uni<Invalidated> invalidateTag(
      @PathParam("namespace") String namespace, @PathParam("tag") String tag) {
    Names.namespace(namespace);
    Names.tag("tag", tag);
    return cache.invalidate(namespace, tag);
  }
}
