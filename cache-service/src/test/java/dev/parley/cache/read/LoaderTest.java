package dev.parley.cache.read;

import static dev.parley.service.testing.Await.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.cache.CacheServiceSettings;
import dev.parley.cache.Racers;
import dev.parley.cache.Servers;
import dev.parley.cache.model.ConversationModel;
import dev.parley.cache.model.ListModel;
import dev.parley.cache.model.ModelKey;
import dev.parley.cache.model.ModelStore;
import dev.parley.cache.model.RecentModel;
import dev.parley.cache.model.TestModelSettings;
import dev.parley.contracts.id.Ids;
import dev.parley.contracts.query.DescribeConversations;
import dev.parley.contracts.query.ListMemberships;
import dev.parley.service.testing.Await;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Models are loaded once for all who miss them; two loaders are as two replicas. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class LoaderTest {

  @Inject MessageService messageService;
  @Inject ModelStore models;
  @Inject Messages messages;
  @Inject LoadMeters meters;
  @Inject CacheServiceSettings settings;

  private final String ann = "ann-" + Ids.random();
  private final String chat = "c-" + Ids.random();
  private Loader[] replicas;

  @BeforeEach
  void conversation() {
    replicas =
        new Loader[] {
          new Loader(models, messages, meters, settings),
          new Loader(models, messages, meters, settings)
        };
    messageService.begin();
    messageService.happen(truth -> truth.create(chat, ann, List.of(ann)));
    messageService.happen(truth -> truth.send(chat, ann, "hello"));
  }

  @Test
  void ofAHundred_oneLoadsAList() {
    List<ListModel> lists = Racers.race(i -> replicas[i % 2].list(ann));

    lists.forEach(list -> assertEquals(Set.of(chat), list.memberships().keySet()));
    assertEquals(1, messageService.asked(ListMemberships.TYPE));
  }

  @Test
  void ofAHundred_oneLoadsConversations() {
    List<Map<String, ConversationModel>> found =
        Racers.race(i -> replicas[i % 2].conversations(Set.of(chat)));

    found.forEach(one -> assertEquals(1, one.get(chat).lastMessage().seq()));
    assertEquals(1, messageService.asked(DescribeConversations.TYPE));
  }

  @Test
  void ofAHundred_oneLoadsRecentMessages() {
    List<Map<String, RecentModel>> found =
        Racers.race(i -> replicas[i % 2].recent(Map.of(chat, 0L)));

    found.forEach(one -> assertEquals(1, one.get(chat).messages().size()));
    assertEquals(1, messageService.asked(DescribeConversations.TYPE));
  }

  @Test
  void whatDoesNotExist_isNotThere_andBlocksNobody() {
    String nowhere = "c-" + Ids.random();

    for (Loader replica : replicas) {
      assertEquals(Set.of(chat), result(replica.conversations(Set.of(chat, nowhere))).keySet());
    }
    assertEquals(2, messageService.asked(DescribeConversations.TYPE), "what is there, once");
  }

  @Test
  void aModelThatManyWaitFor_holdsUpNoOther() {
    String bob = "bob-" + Ids.random();
    List<ModelKey> hot = List.of(new ModelKey.List(ann));
    result(models.begin(hot, "another"));
    List<CompletableFuture<ListModel>> waiting =
        IntStream.range(0, Racers.COUNT)
            .mapToObj(i -> replicas[i % 2].list(ann).subscribeAsCompletionStage())
            .toList();

    assertEquals(Set.of(), result(replicas[0].list(bob)).memberships().keySet());

    waiting.forEach(one -> assertFalse(one.isDone()));
    result(models.abandon(hot, "another"));
    waiting.forEach(one -> assertEquals(Set.of(chat), one.join().memberships().keySet()));
    assertEquals(2, messageService.asked(ListMemberships.TYPE), "each was loaded once");
  }

  @Test
  void whenAnotherOneLoadsForTooLong_itIsGivenUp() {
    CacheServiceSettings hasty =
        TestModelSettings.with(Map.of("parley.reads.load-timeout", "PT0.1S"));
    Loader loader = new Loader(models, messages, meters, hasty);
    List<ModelKey> list = List.of(new ModelKey.List(ann));
    result(models.begin(list, "another"));

    assertThrows(BehindException.class, () -> result(loader.list(ann)));

    result(models.abandon(list, "another"));
    assertEquals(Set.of(chat), result(loader.list(ann)).memberships().keySet());
  }

  @Test
  void whoGivesUpLoading_leavesItToTheNext() {
    messageService.away(true);
    Cancellable load = replicas[0].list(ann).subscribe().with(list -> {});
    Await.until("it loads", () -> messageService.asked(ListMemberships.TYPE) > 0);
    load.cancel();
    messageService.away(false);

    assertEquals(Set.of(chat), result(replicas[1].list(ann)).memberships().keySet());
    assertEquals(2, messageService.asked(ListMemberships.TYPE));
  }

  @Test
  void whatCannotBeLoaded_isLeftToTheNext() {
    messageService.away(true);
    assertThrows(RuntimeException.class, () -> result(replicas[0].list(ann)));
    messageService.away(false);

    assertEquals(Set.of(chat), result(replicas[1].list(ann)).memberships().keySet());
  }
}
