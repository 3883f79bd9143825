package dev.parley.messages.query;

import dev.parley.contracts.query.CountUnread;
import dev.parley.contracts.query.QueryType;
import dev.parley.contracts.reply.UnreadCount;
import dev.parley.messages.conversation.Activity;
import dev.parley.messages.conversation.StoredMembership;
import dev.parley.messages.message.MessageRepository;
import dev.parley.service.query.QueryHandler;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code conversation:unread}: of the conversations that {@link RecentConversations} looks at, with
 * their true ends. Four calls to MongoDB at most, whatever the number.
 */
@ApplicationScoped
public class CountUnreadHandler implements QueryHandler<CountUnread> {

  private final RecentConversations recent;
  private final MessageRepository messages;

  CountUnreadHandler(RecentConversations recent, MessageRepository messages) {
    this.recent = recent;
    this.messages = messages;
  }

  @Override
  public String type() {
    return QueryType.COUNT_UNREAD;
  }

  @Override
  public Class<CountUnread> payloadType() {
    return CountUnread.class;
  }

  @Override
  public Uni<?> answer(CountUnread query, String user) {
    return recent.of(user).chain(found -> lastSeqs(found).map(lastSeqs -> count(found, lastSeqs)));
  }

  private Uni<Map<String, Long>> lastSeqs(RecentConversations.Found found) {
    Map<String, Long> atLeast = new HashMap<>();
    found.activities().forEach(one -> atLeast.put(one.conversationId(), one.lastSeq()));
    return atLeast.isEmpty() ? Uni.createFrom().item(atLeast) : messages.lastSeqs(atLeast);
  }

  private static UnreadCount count(RecentConversations.Found found, Map<String, Long> lastSeqs) {
    long messages = 0;
    int conversations = 0;
    long mutedMessages = 0;
    for (Activity one : found.activities()) {
      StoredMembership me = found.memberships().get(one.conversationId());
      long lastSeq = lastSeqs.get(one.conversationId());
      long unread = one.unread(lastSeq, me.readSeq());
      if (unread == 0 || MyConversations.isArchived(me, lastSeq)) {
        continue;
      }
      if (me.muted()) {
        mutedMessages += unread;
      } else {
        messages += unread;
        conversations++;
      }
    }
    return new UnreadCount(messages, conversations, mutedMessages);
  }
}
