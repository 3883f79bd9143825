package dev.parley.messages.notification;

import dev.parley.contracts.id.MessageIds;
import dev.parley.messages.conversation.ConversationRepository;
import dev.parley.messages.conversation.MembershipRepository;
import dev.parley.messages.conversation.StoredConversation;
import dev.parley.messages.conversation.StoredMembership;
import dev.parley.messages.message.MessageRepository;
import dev.parley.messages.message.StoredMessage;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Looks up what is stored about jobs: five calls or six, whatever their number. Thread-safe. */
@ApplicationScoped
class Situations {

  /** How many messages of a conversation are looked at, before its end and before a job's. */
  static final int LATEST = 10;

  private final MembershipRepository memberships;
  private final ConversationRepository conversations;
  private final NotificationRepository notifications;
  private final MessageRepository messages;

  Situations(
      MembershipRepository memberships,
      ConversationRepository conversations,
      NotificationRepository notifications,
      MessageRepository messages) {
    this.memberships = memberships;
    this.conversations = conversations;
    this.notifications = notifications;
    this.messages = messages;
  }

  /** Fails when MongoDB does not answer. */
  Uni<Situation> of(Collection<Job> jobs) {
    Set<String> members = new HashSet<>();
    Set<String> about = new HashSet<>();
    Set<String> keys = new HashSet<>();
    for (Job job : jobs) {
      members.add(StoredMembership.idOf(job.conversationId(), job.userId()));
      about.add(job.conversationId());
      keys.add(job.key());
    }
    return Uni.combine()
        .all()
        .unis(
            memberships.findAll(members), conversations.findAll(about), notifications.findAll(keys))
        .with((found, conversation, notified) -> complete(jobs, found, conversation, notified))
        .flatMap(situation -> situation);
  }

  private Uni<Situation> complete(
      Collection<Job> jobs,
      List<StoredMembership> members,
      List<StoredConversation> about,
      Map<String, Long> notified) {
    Map<String, StoredConversation> byId = by(about, StoredConversation::id);
    return messages
        .lastSeqs(atLeast(jobs, byId))
        .chain(
            lastSeqs ->
                messages
                    .findAll(latest(jobs, lastSeqs))
                    .map(
                        latest ->
                            new Situation(
                                by(members, StoredMembership::id),
                                byId,
                                notified,
                                lastSeqs,
                                byConversation(latest))));
  }

  /** A message that a job is about is stored for certain. */
  private static Map<String, Long> atLeast(
      Collection<Job> jobs, Map<String, StoredConversation> conversations) {
    Map<String, Long> atLeast = new HashMap<>();
    conversations.forEach((id, conversation) -> atLeast.put(id, conversation.lastSeq()));
    jobs.forEach(
        job ->
            atLeast.computeIfPresent(
                job.conversationId(), (id, seq) -> Math.max(seq, job.toSeq())));
    return atLeast;
  }

  /** The keys of the messages that may have to be told: there are no holes. */
  private static Set<String> latest(Collection<Job> jobs, Map<String, Long> lastSeqs) {
    Set<String> keys = new HashSet<>();
    for (Job job : jobs) {
      Long last = lastSeqs.get(job.conversationId());
      if (last != null) {
        addLatest(job, last, keys);
        addLatest(job, job.toSeq(), keys);
      }
    }
    return keys;
  }

  private static void addLatest(Job job, long to, Set<String> keys) {
    for (long seq = to; seq >= job.fromSeq() && seq > to - LATEST; seq--) {
      keys.add(MessageIds.primaryKey(job.conversationId(), seq));
    }
  }

  private static Map<String, List<StoredMessage>> byConversation(List<StoredMessage> messages) {
    return messages.stream().collect(Collectors.groupingBy(StoredMessage::conversationId));
  }

  private static <T> Map<String, T> by(Collection<T> all, Function<T, String> id) {
    return all.stream().collect(Collectors.toMap(id, Function.identity()));
  }
}
