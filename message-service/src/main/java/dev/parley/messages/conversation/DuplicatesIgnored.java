package dev.parley.messages.conversation;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.model.InsertManyOptions;
import dev.parley.messages.trace.StorageSpan;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Insert where absent: what is there already stays as it is. */
final class DuplicatesIgnored {

  private static final int DUPLICATE_KEY = 11000;
  private static final InsertManyOptions UNORDERED = new InsertManyOptions().ordered(false);

  private DuplicatesIgnored() {}

  /** Inserts all; completes with the places of those that were there already. */
  static <T> Uni<Set<Integer>> insert(ReactiveMongoCollection<T> collection, List<T> documents) {
    return StorageSpan.of(
            "insert",
            collection,
            documents.size(),
            () -> collection.insertMany(documents, UNORDERED))
        .map(done -> Set.<Integer>of())
        .onFailure(MongoBulkWriteException.class)
        .recoverWithItem(failure -> duplicates((MongoBulkWriteException) failure));
  }

  private static Set<Integer> duplicates(MongoBulkWriteException failure) {
    if (failure.getWriteConcernError() != null || failure.getWriteErrors().isEmpty()) {
      throw failure;
    }
    Set<Integer> places = new HashSet<>();
    for (BulkWriteError error : failure.getWriteErrors()) {
      if (error.getCode() != DUPLICATE_KEY) {
        throw failure;
      }
      places.add(error.getIndex());
    }
    return places;
  }
}
