package dev.parley.presence.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.contracts.presence.PresenceList;
import dev.parley.contracts.presence.PresenceView;
import dev.parley.presence.Servers;
import dev.parley.presence.rule.WatchRule;
import dev.parley.presence.state.Presence;
import dev.parley.presence.state.PresenceViews;
import dev.parley.presence.state.Presences;
import dev.parley.presence.store.RedisClock;
import dev.parley.service.RefusedException;
import dev.parley.service.testing.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who sees whom, and what is said when Redis is away. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class ViewingTest {

  /** Ann may watch everyone but cleo. */
  private static final WatchRule RULE =
      (viewer, users) -> Uni.createFrom().item(users.contains("cleo") ? Set.of("cleo") : Set.of());

  /** Redis is away. */
  private static final Presences AWAY =
      new Presences() {
        @Override
        public Uni<Map<String, Presence>> find(Collection<String> users) {
          return Uni.createFrom().failure(new IOException("redis.example:6379"));
        }

        @Override
        public Uni<Online> online() {
          return Uni.createFrom().failure(new IOException("redis.example:6379"));
        }
      };

  @Inject Presences presences;
  @Inject PresenceViews views;
  @Inject RedisClock clock;

  private Viewing viewing(Presences of) {
    return new Viewing(of, views, clock, RULE);
  }

  @Test
  void whoMayNotBeWatched_isNotShown() {
    PresenceList list =
        Await.result(
            viewing(presences).list(Viewer.of("ann"), List.of("dan", "cleo", "bob", "dan")));
    assertEquals(List.of("dan", "bob"), list.users().stream().map(PresenceView::userId).toList());
    assertEquals(List.of("cleo"), list.refused());
    assertEquals(ErrorCode.FORBIDDEN, refused(viewing(presences).one(Viewer.of("ann"), "cleo")));
  }

  @Test
  void whenNobodyIsLeft_nothingIsLookedUp() {
    PresenceList list = Await.result(viewing(AWAY).list(Viewer.of("ann"), List.of("cleo")));
    assertEquals(new PresenceList(List.of(), List.of("cleo")), list);
  }

  @Test
  void ruleIsNotForServices() {
    PresenceList list = Await.result(viewing(presences).list(Viewer.SERVICE, List.of("cleo")));
    assertEquals(1, list.users().size());
    assertNull(list.refused());
  }

  @Test
  void redisThatIsAway_isUnavailable_andItsAddressIsNotShown() {
    Viewing viewing = viewing(AWAY);
    Viewer ann = Viewer.of("ann");
    for (Uni<?> look :
        List.<Uni<?>>of(
            viewing.one(ann, "bob"),
            viewing.list(ann, List.of("bob")),
            viewing.faces(List.of("bob")),
            viewing.presence("bob"),
            viewing.online())) {
      RefusedException refusal = assertThrows(RefusedException.class, () -> Await.result(look));
      assertEquals(ErrorCode.UNAVAILABLE, refusal.code());
      assertFalse(refusal.getMessage().contains("6379"), refusal.getMessage());
    }
  }

  private static ErrorCode refused(Uni<?> look) {
    return assertThrows(RefusedException.class, () -> Await.result(look)).code();
  }
}
