package dev.parley.redisstreams.connection;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;

/**
 * One named Redis client, and what must be known of the servers behind it.
 *
 * @param name the name of the Quarkus Redis client, for the log
 * @param cluster whether the servers are a Redis Cluster, where the commands of one pipeline go to
 *     several servers and one command cannot read streams of several slots
 */
public record RedisAccess(Vertx vertx, Redis redis, String name, boolean cluster) {}
