package dev.parley.cache.read;

import dev.parley.cache.CacheServiceSettings;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.query.DescribeConversations;
import dev.parley.contracts.query.ListMemberships;
import dev.parley.contracts.query.Query;
import dev.parley.contracts.reply.ConversationDescriptions;
import dev.parley.contracts.reply.ConversationDescriptions.Description;
import dev.parley.contracts.reply.MembershipPage;
import dev.parley.contracts.view.MembershipView;
import dev.parley.service.node.Questions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/**
 * What message-service knows, asked by its stream of queries. All fail with {@link
 * dev.parley.service.RefusedException}: what it says, or that it says nothing. Thread-safe.
 */
@Singleton
public class Messages {

  /** Who asks as nobody is a service, and may know everything. */
  private static final String NOBODY = "";

  private final Questions questions;
  private final int maxMemberships;

  @Inject
  Messages(Questions questions, CacheServiceSettings settings) {
    this.questions = questions;
    this.maxMemberships = settings.models().maxMemberships();
  }

  /** A user's question, as the user would be answered. */
  public Uni<RawJson> answer(String type, Query query, String user) {
    return questions.ask(type, query, user);
  }

  /** The same, read. */
  public <A> Uni<A> answer(String type, Query query, String user, Class<A> answer) {
    return questions.ask(type, query, user, answer);
  }

  /** The memberships of a user, by conversation; no more than {@code parley.models} says. */
  public Uni<List<MembershipView>> memberships(String user) {
    return memberships(user, null, new ArrayList<>());
  }

  private Uni<List<MembershipView>> memberships(
      String user, String after, List<MembershipView> before) {
    int limit = Math.min(maxMemberships - before.size(), ListMemberships.MAX_MEMBERSHIPS);
    return questions
        .ask(
            ListMemberships.TYPE,
            new ListMemberships(user, after, limit),
            NOBODY,
            MembershipPage.class)
        .chain(
            page -> {
              before.addAll(page.memberships());
              return page.after() == null || before.size() >= maxMemberships
                  ? Uni.createFrom().item(before)
                  : memberships(user, page.after(), before);
            });
  }

  /**
   * Conversations with their last messages; those that do not exist are not there.
   *
   * @param messages how many; 1 for any number of conversations
   */
  public Uni<List<Description>> describe(List<String> ids, int messages) {
    int atOnce =
        messages == 1
            ? DescribeConversations.MAX_CONVERSATIONS
            : DescribeConversations.MAX_WITH_MESSAGES;
    return describe(ids, messages, atOnce, new ArrayList<>());
  }

  private Uni<List<Description>> describe(
      List<String> ids, int messages, int atOnce, List<Description> before) {
    if (ids.isEmpty()) {
      return Uni.createFrom().item(before);
    }
    List<String> first = ids.subList(0, Math.min(atOnce, ids.size()));
    List<String> others = ids.subList(first.size(), ids.size());
    return questions
        .ask(
            DescribeConversations.TYPE,
            new DescribeConversations(List.copyOf(first), messages),
            NOBODY,
            ConversationDescriptions.class)
        .chain(
            found -> {
              before.addAll(found.conversations());
              return describe(left(found, others), messages, atOnce, before);
            });
  }

  /** What did not fit into the page, and what was not asked for yet. */
  private static List<String> left(ConversationDescriptions found, List<String> others) {
    if (found.more() == null) {
      return others;
    }
    List<String> left = new ArrayList<>(found.more());
    left.addAll(others);
    return left;
  }
}
