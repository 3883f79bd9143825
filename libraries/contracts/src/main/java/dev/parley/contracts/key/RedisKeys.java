package dev.parley.contracts.key;

import java.util.Objects;

/**
 * The names of everything that Parley keeps in Redis, under one prefix. Braces are Redis Cluster
 * hash tags: keys with the same tag share a slot and so may appear in one Lua script.
 *
 * @param prefix put before every name; {@link #DEFAULT_PREFIX} unless configured
 */
public record RedisKeys(String prefix) {

  public static final String DEFAULT_PREFIX = "parley:";

  /**
   * Into how many hashes the routes are spread, so that they spread over the slots of a Cluster.
   */
  public static final int ROUTE_BUCKETS = 16;

  public RedisKeys {
    Objects.requireNonNull(prefix, "prefix");
  }

  /** Base name of the command streams; a partition's stream is {@link #partition} of it. */
  public String commands() {
    return prefix + "commands";
  }

  /** The stream of the queries, which any replica may answer. */
  public String queries() {
    return prefix + "queries";
  }

  /** Base name of the signal streams. */
  public String signals() {
    return prefix + "signals";
  }

  /** The stream of the questions about presence, which any replica may answer. */
  public String presenceQueries() {
    return prefix + "presence-queries";
  }

  /** A user's presence; shares a slot with all of its partition, the signals among it. */
  public String presence(int partition, String user) {
    return prefix + "presence:{" + partition + "}:" + user;
  }

  /** Set of the users of a partition who have connections at a node. */
  public String presenceOfNode(int partition, String node) {
    return prefix + "presence-of-node:{" + partition + "}:" + node;
  }

  /** Set of the nodes at which users of a partition have connections. */
  public String presenceNodes(int partition) {
    return prefix + "presence-nodes:{" + partition + "}";
  }

  /** Sorted set of the users of a partition about whom something is due, by when. */
  public String presenceDue(int partition) {
    return prefix + "presence-due:{" + partition + "}";
  }

  /** How many users of a partition are connected. */
  public String presenceCount(int partition) {
    return prefix + "presence-count:{" + partition + "}";
  }

  /** Who clears what a dead node left; shares a slot with {@link #nodeLease}. */
  public String presenceReaper(String node) {
    return prefix + "presence-reaper:{" + node + "}";
  }

  /** Base name of the event streams. */
  public String events() {
    return prefix + "events";
  }

  /** Base name of the streams of notifications to be sent. */
  public String notifications() {
    return prefix + "notifications";
  }

  /** The stream of one partition: {@code <base>:{<partition>}}. */
  public static String partition(String base, int partition) {
    return base + ":{" + partition + "}";
  }

  /** The stream of what a node has to deliver; shares a slot with {@link #nodeLease}. */
  public String inbox(String node) {
    return prefix + "inbox:{" + node + "}";
  }

  /** The lease of a node: present as long as the node lives. */
  public String nodeLease(String node) {
    return prefix + "node:{" + node + "}";
  }

  /** Whose ticket it is of which that is the SHA-256, in hexadecimal. */
  public String ticket(String hash) {
    return prefix + "ticket:" + hash;
  }

  /** One of the {@link #ROUTE_BUCKETS} hashes subject to nodes. */
  public String routes(int bucket) {
    return prefix + "routes:{" + bucket + "}";
  }

  /** What a user has used of its rate of requests; in the slot of the user's routes. */
  public String rate(String user) {
    return prefix + "rate:{" + routeBucket(user) + "}:" + user;
  }

  /**
   * The bucket of a subject, 0 to {@code ROUTE_BUCKETS - 1}.
   *
   * @param subject a user's id, or a {@link #conversationSubject}
   */
  public static int routeBucket(String subject) {
    return Partitions.of(subject, ROUTE_BUCKETS);
  }

  /** What the route of a conversation is kept under; no user's id has a {@code #}. */
  public static String conversationSubject(String conversationId) {
    return "#" + conversationId;
  }

  /** What the route of those who watch a user's presence is kept under. */
  public static String presenceSubject(String userId) {
    return "%" + userId;
  }
}
