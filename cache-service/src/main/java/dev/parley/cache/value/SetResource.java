package dev.parley.cache.value;

import dev.parley.cache.http.Bodies;
import dev.parley.cache.value.Answers.Added;
import dev.parley.cache.value.Answers.Deleted;
import dev.parley.cache.value.Answers.Member;
import dev.parley.cache.value.Answers.Members;
import dev.parley.cache.value.Answers.Removed;
import dev.parley.cache.value.ValueBodies.SetMembers;
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

/** A cached set of texts. For services. */
@Path(ManyResource.PATH + "/sets/{key}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.SERVICE)
@Tag(name = "Cache")
public class SetResource {

  private static final StrictJson<SetMembers> MEMBERS = StrictJson.of(SetMembers.class);

  private final Cache cache;

  @Inject
  SetResource(Cache cache) {
    this.cache = cache;
  }

  @POST
  @Path("/add")
  @Operation(
      summary = "Add up to 500 members to a set",
      description =
          "All or none: a set has at most parley.values.max-members. A new set ends after ttl or"
              + " tier, whatever is added later.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = SetMembers.class),
              examples =
                  @ExampleObject(
                      name = "two",
                      value = "{\"members\":[\"ann\",\"bob\"],\"tier\":\"day\"}")))
  @APIResponseSchema(value = Added.class, responseCode = "200")
  public Uni<Added> addMembers(
      @PathParam("namespace") String namespace, @PathParam("key") String key, byte[] body) {
    check(namespace, key);
    SetMembers wanted = Bodies.readLarge(MEMBERS, body).check();
    return cache.add(namespace, key, wanted.members(), Lifetime.of(wanted.ttl(), wanted.tier()));
  }

  @POST
  @Path("/remove")
  @Operation(summary = "Remove up to 500 members from a set")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = SetMembers.class),
              examples = @ExampleObject(name = "one", value = "{\"members\":[\"ann\"]}")))
  @APIResponseSchema(value = Removed.class, responseCode = "200")
  public Uni<Removed> removeMembers(
      @PathParam("namespace") String namespace, @PathParam("key") String key, byte[] body) {
    check(namespace, key);
    return cache.remove(namespace, key, Bodies.readLarge(MEMBERS, body).check().members());
  }

  @GET
  @Operation(summary = "Get the members of a set, in no order")
  @APIResponseSchema(value = Members.class, responseCode = "200")
  public Uni<Members> getMembers(
      @PathParam("namespace") String namespace, @PathParam("key") String key) {
    check(namespace, key);
    return cache.members(namespace, key);
  }

  @GET
  @Path("/members/{member}")
  @Operation(summary = "Whether somebody is a member of a set")
  @APIResponseSchema(value = Member.class, responseCode = "200")
  public Uni<Member> isMember(
      @PathParam("namespace") String namespace,
      @PathParam("key") String key,
      @PathParam("member") String member) {
    check(namespace, key);
    Names.key("member", member);
    return cache.contains(namespace, key, member);
  }

  @DELETE
  @Operation(summary = "Delete a set")
  @APIResponseSchema(value = Deleted.class, responseCode = "200")
  public Uni<Deleted> deleteSet(
      @PathParam("namespace") String namespace, @PathParam("key") String key) {
    check(namespace, key);
    return cache.deleteSet(namespace, key);
  }

  private static void check(String namespace, String key) {
    Names.namespace(namespace);
    Names.key("key", key);
  }
}
