package dev.parley.messages.http;

import dev.parley.contracts.command.Check;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.messages.notification.Contact;
import dev.parley.messages.notification.ContactRepository;
import dev.parley.service.RefusedException;
import dev.parley.service.http.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where users can be reached by mail: for back-end services only. */
@Path(ContactResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.SERVICE)
@Tag(name = "Contacts")
public class ContactResource {

  static final String PATH = "/api/v1/contacts/{userId}";

  /** Where a user can be reached. */
  record Address(String email) {}

  private final Door door;
  private final ContactRepository contacts;

  @Inject
  ContactResource(Door door, ContactRepository contacts) {
    this.door = door;
    this.contacts = contacts;
  }

  @GET
  @Operation(summary = "Get where a user can be reached by mail")
  @APIResponseSchema(Address.class)
  public Uni<Address> getContact(@PathParam("userId") String userId) {
    Check.userId("userId", userId);
    return contacts
        .find(userId)
        .onItem()
        .ifNull()
        .failWith(() -> unknown(userId))
        .map(contact -> new Address(contact.email()));
  }

  @PUT
  @Operation(summary = "Set where a user can be reached by mail")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = Address.class),
              examples = @ExampleObject(name = "bob", value = "{\"email\":\"bob@example.com\"}")))
  @APIResponse(responseCode = "204", description = "Set")
  public Uni<Void> putContact(@PathParam("userId") String userId, byte[] body) {
    return contacts.put(new Contact(userId, door.read(Address.class, body).email()));
  }

  @DELETE
  @Operation(summary = "Forget where a user can be reached by mail")
  @APIResponse(responseCode = "204", description = "Forgotten")
  public Uni<Void> deleteContact(@PathParam("userId") String userId) {
    Check.userId("userId", userId);
    return contacts
        .remove(userId)
        .invoke(
            known -> {
              if (!known) {
                throw unknown(userId);
              }
            })
        .replaceWithVoid();
  }

  private static RefusedException unknown(String userId) {
    return new RefusedException(ErrorCode.NOT_FOUND, "nothing is known of " + userId);
  }
}
