package dev.parley.messages.retention;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import org.bson.codecs.pojo.annotations.BsonId;

/**
 * Something that one replica at a time does, as it is stored.
 *
 * @param id what it is
 * @param owner the process that does it
 * @param until when others may take it
 */
@MongoEntity(collection = "leases")
public record StoredLease(@BsonId String id, String owner, Instant until) {}
