package dev.parley.contracts.presence;

import static dev.parley.contracts.Refusals.refused;
import static dev.parley.contracts.Refusals.refusedAsUserId;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PresenceParamsTest {

  @Test
  void what_may_be_chosen() {
    for (String status : PresenceStatus.CHOICES) {
      SetPresence chosen = new SetPresence(status, "x".repeat(512), 2_592_000L);
      assertSame(chosen, chosen.check());
    }
    SetPresence nothing = new SetPresence(null, null, null);
    assertSame(nothing, nothing.check());
    new SetPresence("away", "", 1L).check();
  }

  @Test
  void what_may_not() {
    String choices = "status must be \"online\" or \"away\" or \"dnd\" or \"invisible\"";
    refused(choices, () -> new SetPresence("offline", null, null).check());
    refused(choices, () -> new SetPresence("", null, null).check());
    String text = "text must be at most 512 bytes of UTF-8";
    refused(text, () -> new SetPresence("away", "x".repeat(513), null).check());
    refused(text, () -> new SetPresence("away", "é".repeat(257), null).check());
    refused(text, () -> new SetPresence("away", "x".repeat(1 << 20), null).check());
    String seconds = "expiresInSeconds must be 1 to 2592000";
    refused(seconds, () -> new SetPresence("away", null, 0L).check());
    refused(seconds, () -> new SetPresence("away", null, 2_592_001L).check());
  }

  @Test
  void who_may_be_asked_about() {
    PresenceQuery all = new PresenceQuery(Collections.nCopies(1000, "ann"));
    assertSame(all, all.check());
    refused("userIds is missing", () -> new PresenceQuery(null).check());
    String size = "userIds must have 1 to 1000 entries";
    refused(size, () -> new PresenceQuery(List.of()).check());
    refused(size, () -> new PresenceQuery(Collections.nCopies(1001, "ann")).check());
    refusedAsUserId("userIds[1]", () -> new PresenceQuery(List.of("ann", "b b")).check());
  }
}
