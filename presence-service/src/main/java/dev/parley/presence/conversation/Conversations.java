package dev.parley.presence.conversation;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.query.ListMembers;
import dev.parley.contracts.query.ListShared;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.reply.MemberPage;
import dev.parley.contracts.reply.SharedUsers;
import dev.parley.presence.PresenceSettings;
import dev.parley.service.RefusedException;
import dev.parley.service.node.Questions;
import dev.parley.service.node.Requests;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * What message-service knows of conversations, asked by its stream of queries. All fail with {@link
 * RefusedException}: what it says, or that it says nothing. Thread-safe.
 */
@Singleton
public class Conversations {

  /** Who asks as nobody is a service, and may know everything. */
  public static final String NOBODY = "";

  /** What may wait for the connector. */
  private static final int BUFFER = 1024;

  private final Questions questions;

  @Inject
  Conversations(
      @Channel("questions") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFER)
          MutinyEmitter<byte[]> questions,
      Requests requests,
      PresenceSettings settings,
      ObjectMapper json) {
    RequestSettings bounds = settings.requests();
    this.questions =
        new Questions(
            requests.by(questions, new Requests.Bounds(bounds.maxPending(), bounds.timeout())),
            json);
  }

  /** Those of the users, up to a thousand, who are in a conversation that the user is in. */
  public Uni<Set<String>> sharing(String user, Collection<String> users) {
    return questions
        .ask(ListShared.TYPE, new ListShared(List.copyOf(users)), user, SharedUsers.class)
        .map(shared -> Set.copyOf(shared.userIds()));
  }

  /**
   * Members of a conversation, by user id.
   *
   * @param user who wants to know, a member, or {@link #NOBODY}
   */
  public Uni<MemberPage> members(ListMembers query, String user) {
    return questions.ask(QueryType.LIST_MEMBERS, query, user, MemberPage.class);
  }
}
