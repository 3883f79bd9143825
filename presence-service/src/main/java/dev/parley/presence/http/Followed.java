package dev.parley.presence.http;

import dev.parley.contracts.presence.PresenceQuery;
import dev.parley.presence.view.Viewing;
import dev.parley.service.http.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.core.UriInfo;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Looks whether the caller may follow those whom the request names, before the stream begins: once
 * it has, there is no status left to tell that by.
 */
class Followed {

  /** On what follows users. */
  @NameBinding
  @Retention(RetentionPolicy.RUNTIME)
  @interface Checked {}

  static final String USER_IDS = "userIds";

  private final Viewing viewing;
  private final Caller caller;

  @Inject
  Followed(Viewing viewing, Caller caller) {
    this.viewing = viewing;
    this.caller = caller;
  }

  @Checked
  @ServerRequestFilter
  Uni<Void> permitted(UriInfo request) {
    Set<String> users = users(request.getQueryParameters().getFirst(USER_IDS));
    return viewing.permitted(Viewers.of(caller), users);
  }

  /**
   * The users that a text names.
   *
   * @throws dev.parley.contracts.command.InvalidFieldException naming the field and the limit
   */
  static Set<String> users(String userIds) {
    List<String> asked = userIds == null ? null : Arrays.asList(userIds.split(",", -1));
    return new LinkedHashSet<>(new PresenceQuery(asked).check().userIds());
  }
}
