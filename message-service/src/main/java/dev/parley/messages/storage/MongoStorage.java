package dev.parley.messages.storage;

import com.mongodb.MongoException;
import dev.parley.service.query.Storage;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** What queries are answered from: asked once its indexes are there, away when the driver fails. */
@Singleton
class MongoStorage implements Storage {

  private final Schema schema;

  @Inject
  MongoStorage(Schema schema) {
    this.schema = schema;
  }

  @Override
  public boolean isReady() {
    return schema.isReady();
  }

  @Override
  public boolean isAway(Throwable failure) {
    return failure instanceof MongoException;
  }
}
