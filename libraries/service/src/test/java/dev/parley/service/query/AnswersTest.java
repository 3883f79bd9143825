package dev.parley.service.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contracts.envelope.RawJson;
import dev.parley.contracts.error.ErrorCode;
import dev.parley.service.RefusedException;
import dev.parley.service.testing.HeldQuery;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {

  private static final Duration TIME = Duration.ofSeconds(30);

  private final HeldQuery.Handler held = new HeldQuery.Handler();
  private final Answers answers =
      new Answers(
          List.of(held), new Lookup(new AlwaysThere(), new ObjectMapper()), new QueryMeters(), 2);

  @Test
  void no_more_are_under_way_than_may_be() {
    UniAssertSubscriber<RawJson> first = ask();
    UniAssertSubscriber<RawJson> second = ask();
    RefusedException refused = (RefusedException) ask().awaitFailure().getFailure();
    assertEquals(ErrorCode.RATE_LIMITED, refused.code());
    assertEquals(2, held.most.get());
    held.release();
    assertEquals("{}", first.awaitItem().getItem().text());
    assertEquals("{}", second.awaitItem().getItem().text());
  }

  @Test
  void who_has_given_up_makes_room() {
    UniAssertSubscriber<RawJson> first = ask();
    ask();
    first.cancel();
    UniAssertSubscriber<RawJson> third = ask();
    held.release();
    third.awaitItem();
  }

  @Test
  void what_nobody_waits_for_takes_no_room() {
    Uni<RawJson> never = answers.ask(new HeldQuery(), "ann", TIME);
    for (int i = 0; i < 3; i++) {
      answers.ask(new HeldQuery(), "ann", TIME);
    }
    UniAssertSubscriber<RawJson> asked =
        never.subscribe().withSubscriber(UniAssertSubscriber.create());
    held.release();
    asked.awaitItem();
  }

  private UniAssertSubscriber<RawJson> ask() {
    return answers
        .ask(new HeldQuery(), "ann", TIME)
        .subscribe()
        .withSubscriber(UniAssertSubscriber.create());
  }
}
