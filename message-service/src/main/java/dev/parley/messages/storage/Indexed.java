package dev.parley.messages.storage;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** A collection with indexes. A bean of this type is all that the {@link Schema} needs. */
public interface Indexed {

  /** Creates the indexes that are absent; fails when MongoDB does not answer. */
  Uni<List<String>> createIndexes();
}
