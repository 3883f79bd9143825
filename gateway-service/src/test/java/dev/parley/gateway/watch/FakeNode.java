package dev.parley.gateway.watch;

import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.reply.WatchedPage;
import dev.parley.gateway.node.Resync;
import dev.parley.routing.NodeRoutes;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** What is around the watched conversations: everything happens when the test says so. */
final class FakeNode implements Resync {

  /** A question that waits for its answer. */
  record Question(List<String> users, String after, UniEmitter<? super WatchedPage> answer) {}

  final Set<String> table = new TreeSet<>();
  final Queue<Question> questions = new ArrayDeque<>();
  final List<String> resynced = new ArrayList<>();
  final List<Duration> pauses = new ArrayList<>();

  /** Writes of routes are answered at once, or wait here. */
  boolean slow;

  /** Writes of routes fail. */
  boolean down;

  private final Queue<Runnable> writes = new ArrayDeque<>();
  private final Queue<Runnable> timers = new ArrayDeque<>();

  final NodeRoutes routes =
      new NodeRoutes(subjects -> write(true, subjects), subjects -> write(false, subjects));

  WatchedConversations watched(Duration patience) {
    return new WatchedConversations(routes, this, this::ask, this::after, patience);
  }

  private Uni<WatchedPage> ask(List<String> users, String after) {
    return Uni.createFrom().emitter(answer -> questions.add(new Question(users, after, answer)));
  }

  private Runnable after(Duration pause, Runnable task) {
    pauses.add(pause);
    timers.add(task);
    return () -> timers.remove(task);
  }

  private Uni<Void> write(boolean adds, Collection<String> subjects) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              writes.add(() -> written(adds, subjects, emitter));
              if (!slow) {
                writeAll();
              }
            });
  }

  private void written(
      boolean adds, Collection<String> subjects, UniEmitter<? super Void> emitter) {
    if (down) {
      emitter.fail(new IOException("down"));
      return;
    }
    if (adds) {
      table.addAll(subjects);
    } else {
      table.removeAll(subjects);
    }
    emitter.complete(null);
  }

  /** Answers all writes that wait. */
  void writeAll() {
    while (!writes.isEmpty()) {
      writes.remove().run();
    }
  }

  /** The pause is over. */
  void wake() {
    timers.remove().run();
  }

  int pausing() {
    return timers.size();
  }

  /** Answers the next question; conversation, user, conversation, user, … */
  Question answer(String... conversationsAndUsers) {
    Map<String, List<String>> conversations = new HashMap<>();
    for (int i = 0; i < conversationsAndUsers.length; i += 2) {
      conversations
          .computeIfAbsent(conversationsAndUsers[i], c -> new ArrayList<>())
          .add(conversationsAndUsers[i + 1]);
    }
    return answer(new WatchedPage(conversations, null));
  }

  Question answer(WatchedPage page) {
    Question question = questions.remove();
    question.answer().complete(page);
    return question;
  }

  void refuse() {
    questions.remove().answer().fail(new IOException("nobody answers"));
  }

  static CompletableFuture<Void> open(WatchedConversations watched, String user) {
    watched.enter(user);
    return watched.learn(user).subscribeAsCompletionStage();
  }

  static InboxItem.Watch watch(String conversation, boolean watching, String... users) {
    return watch(1, conversation, watching, users);
  }

  static InboxItem.Watch watch(
      long revision, String conversation, boolean watching, String... users) {
    return new InboxItem.Watch(conversation, revision, List.of(users), watching);
  }

  @Override
  public Uni<Void> of(Collection<String> users) {
    return Uni.createFrom().voidItem().invoke(() -> resynced.addAll(users));
  }

  @Override
  public Uni<Void> all() {
    throw new UnsupportedOperationException();
  }
}
