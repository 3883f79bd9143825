package dev.parley.contracts.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
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

  /** Into how many slots the counters of posts are spread. */
  public static final int COUNTER_BUCKETS = 16;

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

  /** The stream of the questions that are answered from read models, by any replica. */
  public String modelQueries() {
    return prefix + "model-queries";
  }

  /** Up to which entry of its events the read models of all users and conversations have come. */
  public String modelsApplied(int partition) {
    return prefix + "models-applied:{" + partition + "}";
  }

  /** The memberships of a user; shares a slot with the other lists of its route bucket. */
  public String modelList(String user) {
    return prefix + "model-list:{" + routeBucket(user) + "}:" + user;
  }

  /** What a conversation shows of itself; shares a slot with all models of its partition. */
  public String modelConversation(int partition, String conversation) {
    return prefix + "model-conversation:{" + partition + "}:" + conversation;
  }

  /** The last messages of a conversation; in the slot of {@link #modelConversation}. */
  public String modelRecent(int partition, String conversation) {
    return prefix + "model-recent:{" + partition + "}:" + conversation;
  }

  /** Whose session it is of which that is the SHA-256 of the id, in hexadecimal. */
  public String session(String hash) {
    return prefix + "session:" + hash;
  }

  /** All sessions of a user; shares a slot with what else there is of the user's tokens. */
  public String sessions(String user) {
    return prefix + "sessions:{" + user + "}";
  }

  /** Which of a user's sessions were revoked: their tokens are good no more. */
  public String revoked(String user) {
    return prefix + "revoked:{" + user + "}";
  }

  /** The sessions that were used in a period of time, roughly counted. */
  public String sessionsUsed(long period) {
    return prefix + "sessions-used:{sessions}:" + period;
  }

  /** A one-time token of which that is the SHA-256, in hexadecimal. */
  public String token(String hash) {
    return prefix + "token:" + hash;
  }

  /** The one-time code of a subject for a purpose; in the slot of {@link #tokensRevoked}. */
  public String code(String purpose, String subject) {
    return prefix + "code:" + purpose + ":{" + subject + "}";
  }

  /** A family of refresh tokens. */
  public String refreshFamily(String family) {
    return prefix + "refresh:" + family;
  }

  /** Up to when tokens for a purpose were revoked; in the slot of the user's sessions. */
  public String tokensRevoked(String purpose, String user) {
    return prefix + "tokens-revoked:" + purpose + ":{" + user + "}";
  }

  /**
   * What a subject has used of a policy's limit; in the slot of the subject's routes. The subject,
   * which may be an address or an e-mail, is in it as its SHA-256 only.
   */
  public String limit(String policy, String subject) {
    return prefix + "limit:{" + routeBucket(subject) + "}:" + digest(subject) + ":" + policy;
  }

  /** A cached value. */
  public String cached(String namespace, String key) {
    return prefix + "cache:" + namespace + ":v:" + key;
  }

  /** A cached set. */
  public String cachedSet(String namespace, String key) {
    return prefix + "cache:" + namespace + ":s:" + key;
  }

  /** A cached number that is counted up. */
  public String cachedNumber(String namespace, String key) {
    return prefix + "cache:" + namespace + ":n:" + key;
  }

  /**
   * What of all that is cached in a namespace has such a key, as a pattern of {@code SCAN}.
   *
   * @param glob pattern of the key
   */
  public String cachedLike(String namespace, String glob) {
    return prefix.replaceAll("[*?\\[\\]\\\\]", "\\\\$0") + "cache:" + namespace + ":[vsn]:" + glob;
  }

  /**
   * The version of a namespace of cached values, or of a tag of one: values of another are gone.
   *
   * @param tag empty for the namespace itself
   */
  public String cacheVersion(String namespace, String tag) {
    return prefix + "cache-version:" + namespace + ":" + tag;
  }

  /** The counts of a post; shares a slot with all of its bucket. */
  public String counters(String post) {
    return prefix + "counters:{" + counterBucket(post) + "}:" + post;
  }

  /** Who likes a post. */
  public String likes(String post) {
    return prefix + "counter-likes:{" + counterBucket(post) + "}:" + post;
  }

  /** Who has viewed a post (HyperLogLog). */
  public String viewers(String post) {
    return prefix + "counter-viewers:{" + counterBucket(post) + "}:" + post;
  }

  /** The posts of a bucket whose change is still to be told, by when. */
  public String countersDue(int bucket) {
    return prefix + "counters-due:{" + bucket + "}";
  }

  /** Base name of the streams of changed counters. */
  public String counterChanges() {
    return prefix + "counter-changes";
  }

  /** The bucket of a post, 0 to {@code COUNTER_BUCKETS - 1}. */
  public static int counterBucket(String post) {
    return Partitions.of(post, COUNTER_BUCKETS);
  }

  /** A cached page of a feed; all pages of a scope share a slot. */
  public String feedPage(String scope, String query) {
    return prefix + "feed:{" + scope + "}:" + query;
  }

  /** The version of a feed's scope: pages of an older one are gone. */
  public String feedVersion(String scope) {
    return prefix + "feed-version:{" + scope + "}";
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

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
