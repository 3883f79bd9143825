package dev.parley.messages.notification;

import dev.parley.contracts.event.MessageNew;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.conversation.MembershipRepository;
import dev.parley.messages.conversation.StoredMembership;
import dev.parley.routing.RouteTable;
import dev.parley.routing.Routes;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Who may have to be notified of new messages: members who have not sent them, have not muted and
 * are not connected; of a large conversation, only who is mentioned. Two calls to MongoDB and one
 * to Redis, whatever the number of messages. Thread-safe.
 */
@ApplicationScoped
class Absentees {

  private final MembershipRepository memberships;
  private final RouteTable routes;
  private final List<String> ways;
  private final int maxMembers;

  @Inject
  Absentees(
      MembershipRepository memberships,
      RouteTable routes,
      @All List<Way> ways,
      MessageServiceSettings settings) {
    this.memberships = memberships;
    this.routes = routes;
    this.ways = ways.stream().filter(Way::isOn).map(Way::name).toList();
    this.maxMembers = settings.notifications().maxMembers();
  }

  /**
   * The jobs: one per absent member, conversation and way.
   *
   * @param conversations the new messages of each conversation, in their order
   * @return fails when MongoDB or Redis does not answer
   */
  Uni<List<Job>> jobs(List<List<MessageNew>> conversations) {
    Map<String, List<MessageNew>> byId =
        conversations.stream()
            .collect(Collectors.toMap(some -> some.get(0).conversationId(), Function.identity()));
    return memberships
        .counts(byId.keySet(), List.of())
        .chain(counts -> candidates(byId, counts))
        .chain(this::absent);
  }

  private Uni<List<Job>> candidates(
      Map<String, List<MessageNew>> messages, Map<String, Integer> counts) {
    Set<String> small = new HashSet<>();
    Set<String> mentioned = new HashSet<>();
    messages.forEach(
        (id, some) -> {
          if (counts.getOrDefault(id, 0) <= maxMembers) {
            small.add(id);
          } else {
            some.forEach(
                message ->
                    mentions(message)
                        .forEach(user -> mentioned.add(StoredMembership.idOf(id, user))));
          }
        });
    return memberships
        .unmuted(small, mentioned)
        .map(
            members -> {
              List<Job> candidates = new ArrayList<>();
              for (StoredMembership member : members) {
                String id = member.conversationId();
                addJobs(member, messages.get(id), !small.contains(id), candidates);
              }
              return candidates;
            });
  }

  private void addJobs(
      StoredMembership member, List<MessageNew> messages, boolean onlyMentions, List<Job> jobs) {
    String user = member.userId();
    long[] concerning =
        messages.stream()
            .filter(message -> message.seq() > member.readSeq())
            .filter(message -> !message.senderId().equals(user))
            .filter(message -> !onlyMentions || mentions(message).contains(user))
            .mapToLong(MessageNew::seq)
            .toArray();
    if (concerning.length > 0) {
      long first = concerning[0];
      long last = concerning[concerning.length - 1];
      for (String way : ways) {
        jobs.add(new Job(member.conversationId(), user, way, first, last, onlyMentions));
      }
    }
  }

  /** Without those of whom a session is held by a node that lives. */
  private Uni<List<Job>> absent(List<Job> candidates) {
    Set<String> users = candidates.stream().map(Job::userId).collect(Collectors.toSet());
    return routes
        .find(users)
        .chain(found -> routes.alive(nodes(users, found)).map(alive -> new Holders(found, alive)))
        .map(holders -> candidates.stream().filter(job -> !holders.hold(job.userId())).toList());
  }

  private static Set<String> nodes(Set<String> users, Routes found) {
    return users.stream().flatMap(user -> found.nodesOf(user).stream()).collect(Collectors.toSet());
  }

  private record Holders(Routes routes, Set<String> alive) {

    boolean hold(String user) {
      return routes.nodesOf(user).stream().anyMatch(alive::contains);
    }
  }

  private static List<String> mentions(MessageNew message) {
    return message.mentions() == null ? List.of() : message.mentions();
  }
}
