package dev.parley.contracts.shape;

import static dev.parley.contracts.shape.Shapes.assertShape;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.contracts.presence.DeviceView;
import dev.parley.contracts.presence.PresenceList;
import dev.parley.contracts.presence.PresenceMethod;
import dev.parley.contracts.presence.PresenceQuery;
import dev.parley.contracts.presence.PresenceStatus;
import dev.parley.contracts.presence.PresenceView;
import dev.parley.contracts.presence.SetPresence;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What clients call about presence, and what they are answered and told. */
class PresenceShapeTest {

  private static final Instant TIME = Instant.parse("2026-11-20T10:00:00.123Z");
  private static final String AT = "'2026-11-20T10:00:00.123Z'";

  @Test
  void set() {
    assertShape(
        "{'status':'dnd','text':'In a meeting','expiresInSeconds':3600}",
        new SetPresence("dnd", "In a meeting", 3600L));
  }

  @Test
  void query() {
    assertShape("{'userIds':['ann','bob']}", new PresenceQuery(List.of("ann", "bob")));
  }

  @Test
  void view() {
    assertShape(
        "{'userId':'ann','status':'away','text':'Lunch','expiresAt':" + AT + ",'revision':7}",
        new PresenceView("ann", "away", "Lunch", TIME, null, 7));
    assertShape(
        "{'userId':'ann','status':'offline','lastSeen':" + AT + ",'revision':8}",
        new PresenceView("ann", "offline", null, null, TIME, 8));
  }

  @Test
  void list() {
    assertShape(
        "{'users':[{'userId':'ann','status':'offline','revision':0}],'refused':['cy']}",
        new PresenceList(
            List.of(new PresenceView("ann", "offline", null, null, null, 0)), List.of("cy")));
  }

  @Test
  void device() {
    assertShape(
        "{'deviceId':'d1','sessionId':'s1','nodeId':'n1','connectedAt':"
            + AT
            + ",'active':false,'lastActiveAt':"
            + AT
            + "}",
        new DeviceView("d1", "s1", "n1", TIME, false, TIME));
  }

  @Test
  void names_are_frozen() {
    assertEquals("presence:set", PresenceMethod.SET);
    assertEquals("presence:get", PresenceMethod.GET);
    assertEquals("presence:watch", PresenceMethod.WATCH);
    assertEquals("presence:unwatch", PresenceMethod.UNWATCH);
    assertEquals(List.of("online", "away", "dnd", "invisible"), PresenceStatus.CHOICES);
    assertEquals("offline", PresenceStatus.OFFLINE);
  }
}
