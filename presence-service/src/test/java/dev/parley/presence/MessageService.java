package dev.parley.presence;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.envelope.Envelope;
import dev.parley.contracts.envelope.EnvelopeCodec;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.query.ListMembers;
import dev.parley.contracts.query.ListShared;
import dev.parley.contracts.reply.ErrorReply;
import dev.parley.contracts.reply.MemberPage;
import dev.parley.contracts.reply.SharedUsers;
import dev.parley.contracts.view.MemberView;
import dev.parley.routing.Downlink;
import dev.parley.routing.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** What presence-service sees of message-service: the answers to its questions, by stream. */
@Singleton
public class MessageService {

  private final Map<String, TreeSet<String>> conversations = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final Downlink downlink;
  private final ObjectMapper json;
  private volatile boolean away;

  @Inject
  MessageService(Downlink downlink, ObjectMapper json) {
    this.downlink = downlink;
    this.json = json;
  }

  /** A conversation of these users. */
  public void conversation(String id, String... users) {
    conversations.put(id, new TreeSet<>(List.of(users)));
  }

  /** Answers no more, or again. */
  public void away(boolean isAway) {
    away = isAway;
  }

  /** How many questions have come. */
  public int asked() {
    return asked.get();
  }

  @Incoming("of-messages")
  Uni<Void> onQuery(byte[] entry) throws IOException {
    asked.incrementAndGet();
    if (away) {
      return Uni.createFrom().voidItem();
    }
    Envelope query = EnvelopeCodec.decode(entry);
    Object answer =
        query.type().equals(ListShared.TYPE)
            ? shared(json.readValue(query.payload().utf8(), ListShared.class), query.user())
            : members(json.readValue(query.payload().utf8(), ListMembers.class), query.user());
    Outbox outbox = downlink.begin();
    outbox.reply(query.replyTo(), answer instanceof ErrorReply, write(answer));
    return outbox.send();
  }

  private SharedUsers shared(ListShared query, String user) {
    return new SharedUsers(
        query.userIds().stream()
            .filter(
                other ->
                    conversations.values().stream()
                        .anyMatch(members -> members.contains(user) && members.contains(other)))
            .toList());
  }

  private Object members(ListMembers query, String user) {
    TreeSet<String> members = conversations.get(query.conversationId());
    if (members == null) {
      return ErrorReply.of(ErrorCode.NOT_FOUND, "no conversation " + query.conversationId());
    }
    if (!user.isEmpty() && !members.contains(user)) {
      return ErrorReply.of(ErrorCode.NOT_A_MEMBER, user + " is not a member");
    }
    List<MemberView> behind =
        members.stream()
            .filter(member -> query.after() == null || member.compareTo(query.after()) > 0)
            .map(member -> new MemberView(member, "member", Instant.EPOCH, 0, 0, 0))
            .toList();
    boolean more = behind.size() > query.limit();
    List<MemberView> page = more ? behind.subList(0, query.limit()) : behind;
    return new MemberPage(query.conversationId(), page, more);
  }

  private RawJson write(Object answer) {
    try {
      return RawJson.of(json.writeValueAsBytes(answer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
