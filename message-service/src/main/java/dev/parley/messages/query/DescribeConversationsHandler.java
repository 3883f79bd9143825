package dev.parley.messages.query;

import dev.parley.contracts.id.MessageIds;
import dev.parley.contracts.query.DescribeConversations;
import dev.parley.contracts.reply.ConversationDescriptions;
import dev.parley.contracts.reply.ConversationDescriptions.Description;
import dev.parley.contracts.view.ConversationView;
import dev.parley.contracts.view.MessageView;
import dev.parley.messages.conversation.ConversationRepository;
import dev.parley.messages.conversation.StoredConversation;
import dev.parley.messages.message.MessageRepository;
import dev.parley.messages.message.MessageViews;
import dev.parley.messages.message.StoredMessage;
import dev.parley.service.query.PageSize;
import dev.parley.service.query.QueryHandler;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code conversation:describe}: for services, which ask as nobody. Five calls to MongoDB at most,
 * whatever the number of conversations, and {@value #MAX_MESSAGES} messages at most.
 */
@ApplicationScoped
public class DescribeConversationsHandler implements QueryHandler<DescribeConversations> {

  /** How many messages are read for one answer: at least one for each conversation. */
  static final int MAX_MESSAGES = DescribeConversations.MAX_CONVERSATIONS;

  private final ConversationRepository conversations;
  private final ConversationViews views;
  private final MessageRepository messages;
  private final PageSize pageSize;

  DescribeConversationsHandler(
      ConversationRepository conversations,
      ConversationViews views,
      MessageRepository messages,
      PageSize pageSize) {
    this.conversations = conversations;
    this.views = views;
    this.messages = messages;
    this.pageSize = pageSize;
  }

  @Override
  public String type() {
    return DescribeConversations.TYPE;
  }

  @Override
  public Class<DescribeConversations> payloadType() {
    return DescribeConversations.class;
  }

  @Override
  public Uni<?> answer(DescribeConversations query, String user) {
    Seats.ofServices(user);
    Set<String> ids = new HashSet<>(query.conversationIds());
    int asked = query.messages() == null ? 1 : query.messages();
    int each = Math.min(asked, MAX_MESSAGES / ids.size());
    return conversations
        .findAll(ids)
        .chain(found -> views.of(found).chain(shown -> describe(found, shown, each)));
  }

  private Uni<ConversationDescriptions> describe(
      List<StoredConversation> found, List<ConversationView> shown, int each) {
    List<String> keys = new ArrayList<>();
    shown.forEach(view -> addLast(view, each, keys));
    return messages
        .findAll(keys)
        .map(WithoutHoles::of)
        .map(last -> fitting(describe(found, shown, byConversation(last))));
  }

  /** The primary keys of the last messages that are there. */
  private static void addLast(ConversationView view, int each, List<String> keys) {
    long first = view.firstSeq() == null ? 1 : view.firstSeq();
    for (long seq = Math.max(first, view.lastSeq() - each + 1); seq <= view.lastSeq(); seq++) {
      keys.add(MessageIds.primaryKey(view.conversationId(), seq));
    }
  }

  private static Map<String, List<MessageView>> byConversation(List<StoredMessage> last) {
    return last.stream()
        .map(MessageViews::of)
        .collect(Collectors.groupingBy(MessageView::conversationId));
  }

  private List<Description> describe(
      List<StoredConversation> found,
      List<ConversationView> shown,
      Map<String, List<MessageView>> last) {
    PageSize share = pageSize.share(found.size());
    List<Description> all = new ArrayList<>(found.size());
    for (int i = 0; i < found.size(); i++) {
      ConversationView view = shown.get(i);
      List<MessageView> there = last.getOrDefault(view.conversationId(), List.of());
      StoredConversation stored = found.get(i);
      all.add(
          new Description(
              view, stored.memberIds(), stored.activeAt(), share.last(upTo(view, there))));
    }
    return all;
  }

  /** None when the last one has expired meanwhile: then all have. */
  private static List<MessageView> upTo(ConversationView view, List<MessageView> messages) {
    boolean whole =
        !messages.isEmpty() && messages.get(messages.size() - 1).seq() == view.lastSeq();
    return whole ? messages : List.of();
  }

  private ConversationDescriptions fitting(List<Description> all) {
    List<Description> fit = pageSize.first(all);
    List<String> more =
        all.subList(fit.size(), all.size()).stream()
            .map(description -> description.conversation().conversationId())
            .toList();
    return new ConversationDescriptions(fit, more.isEmpty() ? null : more);
  }
}
