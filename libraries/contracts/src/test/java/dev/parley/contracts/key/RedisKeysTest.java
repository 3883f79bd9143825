package dev.parley.contracts.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.contracts.command.Check;
import org.junit.jupiter.api.Test;

class RedisKeysTest {

  private final RedisKeys keys = new RedisKeys(RedisKeys.DEFAULT_PREFIX);

  @Test
  void names_are_frozen() {
    assertEquals("parley:commands", keys.commands());
    assertEquals("parley:queries", keys.queries());
    assertEquals("parley:signals", keys.signals());
    assertEquals("parley:events", keys.events());
    assertEquals("parley:commands:{3}", RedisKeys.partition(keys.commands(), 3));
    assertEquals("parley:inbox:{n1}", keys.inbox("n1"));
    assertEquals("parley:node:{n1}", keys.nodeLease("n1"));
    assertEquals("parley:routes:{5}", keys.routes(5));
    assertEquals("parley:ticket:0af3", keys.ticket("0af3"));
    assertEquals(
        "parley:limit:{6}:SZFeDX1LQC4wF9AQvBwOg8rGx5fWwW5mNA_jJoaTpqE:login",
        keys.limit("login", "ann"));
    assertEquals("parley:session:0af3", keys.session("0af3"));
    assertEquals("parley:sessions:{ann}", keys.sessions("ann"));
    assertEquals("parley:revoked:{ann}", keys.revoked("ann"));
    assertEquals("parley:sessions-used:{sessions}:7", keys.sessionsUsed(7));
    assertEquals("parley:token:0af3", keys.token("0af3"));
    assertEquals("parley:code:invite:{ann}", keys.code("invite", "ann"));
    assertEquals("parley:refresh:f1", keys.refreshFamily("f1"));
    assertEquals("parley:tokens-revoked:invite:{ann}", keys.tokensRevoked("invite", "ann"));
  }

  @Test
  void everything_is_below_the_prefix() {
    assertEquals("test-7:commands", new RedisKeys("test-7:").commands());
    assertEquals("test-7:queries", new RedisKeys("test-7:").queries());
    assertEquals("test-7:inbox:{n}", new RedisKeys("test-7:").inbox("n"));
    assertThrows(NullPointerException.class, () -> new RedisKeys(null));
  }

  @Test
  void limits_do_not_say_whose_they_are() {
    String mail = "ann@example.org";

    assertFalse(keys.limit("login", mail).contains("ann"));
    assertNotEquals(keys.limit("login", mail), keys.limit("login", "bob@example.org"));
    assertNotEquals(keys.limit("login", mail), keys.limit("global", mail));
  }

  @Test
  void routes_of_a_subject_stay_in_one_bucket() {
    assertEquals(16, RedisKeys.ROUTE_BUCKETS);
    assertEquals(6, RedisKeys.routeBucket("ann"));
    assertEquals(11, RedisKeys.routeBucket("bob"));
  }

  @Test
  void cached_is_found_by_namespace_and_pattern() {
    assertEquals("parley:cache:n:v:a:b", keys.cached("n", "a:b"));
    assertEquals("parley:cache:n:s:a", keys.cachedSet("n", "a"));
    assertEquals("parley:cache:n:n:a", keys.cachedNumber("n", "a"));
    assertEquals("parley:cache:n:[vsn]:a*", keys.cachedLike("n", "a*"));
    assertEquals("parley:cache-version:n:", keys.cacheVersion("n", ""));
    assertEquals("parley:cache-version:n:t", keys.cacheVersion("n", "t"));
    assertEquals("p\\[\\*\\?\\\\:cache:n:[vsn]:*", new RedisKeys("p[*?\\:").cachedLike("n", "*"));
  }

  @Test
  void counters_of_a_post_share_a_slot_with_what_is_due() {
    assertEquals("parley:counters:{6}:ann", keys.counters("ann"));
    assertEquals("parley:counter-likes:{6}:ann", keys.likes("ann"));
    assertEquals("parley:counter-viewers:{6}:ann", keys.viewers("ann"));
    assertEquals("parley:counters-due:{6}", keys.countersDue(RedisKeys.counterBucket("ann")));
    assertEquals("parley:counter-changes", keys.counterChanges());
  }

  @Test
  void feed_pages_share_a_slot_with_the_version_of_their_scope() {
    assertEquals("parley:feed:{user:ann}:7f", keys.feedPage("user:ann", "7f"));
    assertEquals("parley:feed-version:{user:ann}", keys.feedVersion("user:ann"));
  }

  @Test
  void conversation_is_never_taken_for_a_user() {
    assertEquals("#c1", RedisKeys.conversationSubject("c1"));
    assertFalse(Check.isUserId(RedisKeys.conversationSubject("ann")));
  }
}
