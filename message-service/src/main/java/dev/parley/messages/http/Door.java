package dev.parley.messages.http;

import dev.parley.contracts.command.CommandType;
import dev.parley.contracts.command.ConversationCommand;
import dev.parley.contracts.command.CreateConversation;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.query.Query;
import dev.parley.json.StrictJson;
import dev.parley.messages.MessageServiceSettings;
import dev.parley.messages.submission.Submissions;
import dev.parley.service.http.Caller;
import dev.parley.service.query.Answers;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a request by HTTP is turned into: a command in the partition of its conversation, or a
 * query. All fail with what {@link dev.parley.service.http.Problems} has an answer for.
 * Thread-safe.
 */
@Singleton
class Door {

  private static final byte[] NO_BODY = {'{', '}'};

  private final Submissions submissions;
  private final Answers answers;
  private final Duration timeout;

  /** One per record that there is: few. */
  private final Map<Class<?>, StrictJson<?>> formats = new ConcurrentHashMap<>();

  @Inject
  Door(Submissions submissions, Answers answers, MessageServiceSettings settings) {
    this.submissions = submissions;
    this.answers = answers;
    this.timeout = settings.submissions().timeout();
  }

  /** A request's body; none is the same as an empty object. */
  <T> T read(Class<T> type, byte[] body) {
    return format(type).read(body == null || body.length == 0 ? NO_BODY : body);
  }

  /** Has a command carried out; the reply. */
  <C extends ConversationCommand> Uni<RawJson> carryOut(String type, C command, Caller caller) {
    command.check();
    return submissions.submit(type, command.conversationId(), write(command), caller.user());
  }

  /** Has a conversation opened; the reply. */
  Uni<RawJson> open(CreateConversation wanted, Caller caller) {
    CreateConversation create = wanted.named().check();
    String user = caller.user();
    return submissions.submit(
        CommandType.CREATE_CONVERSATION, create.conversationId(user), write(create), user);
  }

  /** Passes on what has no reply. */
  <C extends ConversationCommand> Uni<Void> passOn(String type, C notice, Caller caller) {
    notice.check();
    return submissions.tell(type, notice.conversationId(), write(notice), caller.user());
  }

  /** Has a query answered. */
  Uni<RawJson> ask(Query query, Caller caller) {
    return answers.ask(query, caller.user(), timeout);
  }

  @SuppressWarnings("unchecked") // the class is the key
  private <T> StrictJson<T> format(Class<T> type) {
    return (StrictJson<T>) formats.computeIfAbsent(type, StrictJson::of);
  }

  @SuppressWarnings("unchecked") // getClass
  private <T> RawJson write(T value) {
    return format((Class<T>) value.getClass()).write(value);
  }
}
