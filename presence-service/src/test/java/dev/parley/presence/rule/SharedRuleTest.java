package dev.parley.presence.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.contracts.error.ErrorCode;
import dev.parley.presence.TestSettings;
import dev.parley.service.RefusedException;
import dev.parley.service.testing.Await;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SharedRuleTest {

  private final Set<String> friends = new TreeSet<>(Set.of("bob"));
  private final List<Set<String>> questions = new ArrayList<>();
  private RefusedException failure;
  private long now;

  private final SharedRule rule =
      new SharedRule(this::sharing, TestSettings.with(Map.of()).watch(), () -> now);

  private Uni<Set<String>> sharing(String viewer, Collection<String> users) {
    questions.add(new TreeSet<>(users));
    return failure == null
        ? Uni.createFrom()
            .item(users.stream().filter(friends::contains).collect(Collectors.toSet()))
        : Uni.createFrom().failure(failure);
  }

  private Set<String> refused(String... users) {
    return Await.result(rule.refused("ann", List.of(users)));
  }

  @Test
  void onlyWhoSharesAConversation_mayBeWatched() {
    assertEquals(Set.of("cleo"), refused("bob", "cleo"));
  }

  @Test
  void oneself_isNeverAskedFor() {
    assertEquals(Set.of(), refused("ann"));
    assertEquals(List.of(), questions);
  }

  @Test
  void answers_areRemembered_eitherWay() {
    refused("bob", "cleo");
    assertEquals(Set.of("cleo"), refused("cleo", "bob"));
    assertEquals(Set.of("cleo", "dan"), refused("bob", "cleo", "dan"));
    assertEquals(List.of(Set.of("bob", "cleo"), Set.of("dan")), questions);
  }

  @Test
  void answers_areAskedForAgainAfterAMinute() {
    refused("bob", "cleo");
    friends.clear();
    friends.add("cleo");
    now += Duration.ofSeconds(59).toNanos();
    assertEquals(Set.of("cleo"), refused("bob", "cleo"));

    now += Duration.ofSeconds(1).toNanos();
    assertEquals(Set.of("bob"), refused("bob", "cleo"));
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorCode.class,
      names = {"TIMEOUT", "UNAVAILABLE", "RATE_LIMITED", "INTERNAL"})
  void whatCannotBeAsked_isUnavailable_andNotRemembered(ErrorCode code) {
    failure = new RefusedException(code, "no reply in time");
    RefusedException told = assertThrows(RefusedException.class, () -> refused("bob"));
    assertEquals(ErrorCode.UNAVAILABLE, told.code());

    failure = null;
    assertEquals(Set.of(), refused("bob"));
  }
}
