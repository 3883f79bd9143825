package dev.parley.presence.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.inbox.InboxItem;
import dev.parley.contracts.key.RedisKeys;
import dev.parley.contracts.presence.PresenceQuery;
import dev.parley.contracts.presence.PresenceView;
import dev.parley.presence.PresenceSettings;
import dev.parley.presence.view.Viewing;
import dev.parley.routing.NodeRoutes;
import dev.parley.service.RefusedException;
import dev.parley.service.node.NodeListener;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureFailure;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who reads presence as a stream at this replica. Keeps the routes by which changes come, and hands
 * each change to those who watch the user. A stream holds {@code parley.events.max-waiting} events
 * for its reader; one that is slower is ended. Thread-safe.
 */
@Singleton
public class EventStreams implements NodeListener {

  private static final String FULL = "too many event streams are open here";

  private static final Comparator<PresenceView> OLDEST_FIRST =
      Comparator.comparingLong(PresenceView::revision);

  private final Viewing viewing;
  private final NodeRoutes routes;
  private final ObjectMapper json;
  private final ObjectReader views;
  private final int maxStreams;
  private final int maxWaiting;
  private final long overlap;

  private final Set<EventStream> streams = new HashSet<>();
  private final Map<String, Set<EventStream>> byUser = new HashMap<>();
  private boolean ending;

  @Inject
  EventStreams(Viewing viewing, NodeRoutes routes, ObjectMapper json, PresenceSettings settings) {
    this.viewing = viewing;
    this.routes = routes;
    this.json = json;
    this.views = json.readerFor(PresenceView.class);
    this.maxStreams = settings.events().maxStreams();
    this.maxWaiting = settings.events().maxWaiting();
    this.overlap = settings.events().overlap().toMillis();
  }

  /**
   * What users look like to others: now, and with every change. Begins with a comment; of a user
   * who is not watched any more nothing is told. When there is no room, or Redis cannot be reached,
   * it ends with a comment that says so.
   *
   * @param users a thousand at most
   * @param after only what is newer than this revision, and a little of what is not; null for all
   * @param endsAt when the stream ends, in milliseconds since 1970; 0 for never
   */
  public Multi<Told> open(Set<String> users, Long after, long endsAt) {
    return Multi.createFrom()
        .<Told>emitter(
            reader -> {
              EventStream stream = new EventStream(users, reader, endsAt);
              if (!add(stream)) {
                stream.end(FULL);
                return;
              }
              reader.onTermination(() -> remove(stream));
              begin(stream, after)
                  .subscribe()
                  .with(done -> {}, failure -> stream.end(failure.getMessage() + ": try again"));
            },
            BackPressureStrategy.IGNORE)
        .onOverflow()
        .buffer(maxWaiting)
        .onFailure(BackPressureFailure.class)
        .recoverWithItem(() -> Told.comment("too slow: resume after the last id"));
  }

  /**
   * For who wants to begin a stream and can still say no.
   *
   * @throws RefusedException when there is no room ({@code rate_limited})
   */
  public synchronized void checkRoom() {
    if (ending || streams.size() >= maxStreams) {
      throw new RefusedException(ErrorCode.RATE_LIMITED, FULL);
    }
  }

  @Override
  public void received(InboxItem item) {
    if (item instanceof InboxItem.Status status) {
      Collection<EventStream> watching = watching(status.user());
      if (!watching.isEmpty()) {
        long revision = revision(status);
        String view = status.payload().text();
        watching.forEach(stream -> stream.tell(status.user(), revision, view));
      }
    }
  }

  /** Tells everybody what may have been missed; who cannot be told is ended, and resumes. */
  @Override
  public void missed() {
    routes
        .rewrite()
        .chain(() -> refresh(new ArrayList<>(watched()), 0))
        .subscribe()
        .with(
            done -> {},
            failure -> {
              Log.warnf("event streams are ended: %s", failure.getMessage());
              endAll("changes may be missing: resume after the last id");
            });
  }

  /** A sign of life for everybody; ends what is over, and tries routes again. */
  void look(long now) {
    routes.flush();
    for (EventStream stream : all()) {
      if (stream.isOver(now)) {
        stream.end("the token has expired");
      } else {
        stream.comment("");
      }
    }
  }

  /** Ends everything, and takes nobody any more. */
  void close() {
    synchronized (this) {
      ending = true;
    }
    endAll("going away: resume after the last id");
  }

  /** How many streams are open. */
  public synchronized int count() {
    return streams.size();
  }

  private Uni<Void> begin(EventStream stream, Long after) {
    List<Uni<Void>> routed =
        stream.users().stream().map(RedisKeys::presenceSubject).map(routes::confirmed).toList();
    return Uni.join()
        .all(routed)
        .andFailFast()
        .onFailure()
        .transform(away -> new RefusedException(ErrorCode.UNAVAILABLE, "nobody can be watched now"))
        .chain(() -> viewing.faces(stream.users()))
        .invoke(faces -> tell(stream, faces, after))
        .replaceWithVoid();
  }

  /** With a comment first, so that the reader knows at once that it is heard. */
  private void tell(EventStream stream, List<PresenceView> faces, Long after) {
    stream.comment("watching");
    faces.stream()
        .sorted(OLDEST_FIRST)
        .forEach(
            face -> {
              if (after != null && face.revision() <= after - overlap) {
                stream.passOver(face.userId(), face.revision());
              } else {
                stream.tell(face.userId(), face.revision(), write(face));
              }
            });
  }

  /** A thousand users after the other, so that no look-up is long. */
  private Uni<Void> refresh(List<String> users, int from) {
    if (from >= users.size()) {
      return Uni.createFrom().voidItem();
    }
    int to = Math.min(users.size(), from + PresenceQuery.MAX_USERS);
    return viewing
        .faces(users.subList(from, to))
        .invoke(
            faces ->
                faces.forEach(
                    face -> {
                      String view = write(face);
                      watching(face.userId())
                          .forEach(stream -> stream.tell(face.userId(), face.revision(), view));
                    }))
        .chain(() -> refresh(users, to));
  }

  private void endAll(String comment) {
    all().forEach(stream -> stream.end(comment));
  }

  private synchronized boolean add(EventStream stream) {
    if (ending || streams.size() >= maxStreams) {
      return false;
    }
    streams.add(stream);
    for (String user : stream.users()) {
      byUser.computeIfAbsent(user, u -> new HashSet<>()).add(stream);
      routes.hold(RedisKeys.presenceSubject(user));
    }
    return true;
  }

  private void remove(EventStream stream) {
    synchronized (this) {
      if (!streams.remove(stream)) {
        return;
      }
      for (String user : stream.users()) {
        Set<EventStream> others = byUser.get(user);
        others.remove(stream);
        if (others.isEmpty()) {
          byUser.remove(user);
        }
      }
    }
    stream.users().forEach(user -> routes.release(RedisKeys.presenceSubject(user)));
  }

  private synchronized List<EventStream> all() {
    return List.copyOf(streams);
  }

  private synchronized Set<String> watched() {
    return Set.copyOf(byUser.keySet());
  }

  private synchronized Collection<EventStream> watching(String user) {
    return List.copyOf(byUser.getOrDefault(user, Set.of()));
  }

  private long revision(InboxItem.Status status) {
    try {
      PresenceView view = views.readValue(status.payload().utf8());
      return view.revision();
    } catch (IOException notAView) {
      throw new UncheckedIOException(notAView);
    }
  }

  private String write(PresenceView view) {
    try {
      return json.writeValueAsString(view);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
