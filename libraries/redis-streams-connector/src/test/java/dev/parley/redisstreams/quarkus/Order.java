package dev.parley.redisstreams.quarkus;

/** What an application might send. */
public record Order(String customer, int cents) {}
