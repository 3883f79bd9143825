package dev.parley.messages;

import dev.parley.service.query.QuerySettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of this service. Each can be set by the environment variable of the same name in
 * capitals ({@code parley.key-prefix} by {@code PARLEY_KEY_PREFIX}); the README lists them all.
 */
@ConfigMapping(prefix = "parley")
public interface MessageServiceSettings {

  /** What every Redis key starts with; the same for all services. Default {@code parley:}. */
  @WithDefault("parley:")
  String keyPrefix();

  /** Number of partitions of commands and events, 1 to 1024; the same for all. Default 16. */
  @WithDefault("16")
  int partitions();

  /** Conversations kept in memory. */
  Cache cache();

  /** How often a batch that lost a race for a seq is tried again at once. Default 8 times. */
  @WithDefault("8")
  int insertAttempts();

  /** What is brought up to date behind: last messages of conversations, positions of members. */
  WriteBehind writeBehind();

  /** Upper bounds; exceeding one is refused with its name. */
  Limits limits();

  /** The answering of queries. */
  Queries queries();

  /** This process as a node. */
  Node node();

  /** Commands of this service's own, such as those that come by HTTP. */
  Submissions submissions();

  /** Messages that are sent later. */
  Schedule schedule();

  /** How long messages are kept. */
  Retention retention();

  /** Notifications to members who are not connected. */
  Notifications notifications();

  /** How long after sending a message can be edited; 0 for ever. Default 0. */
  @WithDefault("PT0S")
  Duration editWithin();

  /** This process as a node. */
  interface Node {

    /** Name of this process, new at every start. Only to be set in tests. */
    @WithDefault("${quarkus.uuid}")
    String id();
  }

  /** Commands of this service's own; they travel the streams as those of the gateways do. */
  interface Submissions {

    /** How long one waits for its reply, and a query by HTTP for its answer. Default 10 seconds. */
    @WithDefault("PT10S")
    Duration timeout();

    /**
     * Upper bound of those that wait for their reply, and of the queries by HTTP under way, each; 1
     * to 100000. Default 1000.
     */
    @WithDefault("1000")
    int maxPending();
  }

  /** Messages that are sent later. */
  interface Schedule {

    /** How often it is looked which ones are due. Default 1 second. */
    @WithDefault("PT1S")
    Duration interval();
  }

  /**
   * How long a conversation that has become large is still told to each member, so that the
   * gateways have time to say that they watch it; longer than a gateway's lease. Default 30
   * seconds.
   */
  @WithDefault("PT30S")
  Duration routingGrace();

  /** How long messages are kept; a conversation may have a shorter limit of its own. */
  interface Retention {

    /** How old a message gets before it is deleted, 1 hour or more; 0 for ever. Default 0. */
    @WithDefault("P0D")
    Duration maxAge();

    /** How often it is looked which messages are too old, up to 1 day. Default 1 minute. */
    @WithDefault("PT1M")
    Duration interval();

    /** Messages that expire and are deleted in one step, 1 to 10000. Default 500. */
    @WithDefault("500")
    int batch();

    /** How long to rest after each step, 1 ms to 1 minute. Default 200 ms. */
    @WithDefault("PT0.2S")
    Duration pause();
  }

  /** Conversations kept in memory; an entry that is missing is loaded from MongoDB. */
  interface Cache {

    /** Upper bound of the conversations in memory, each with its members. Default 10000. */
    @WithDefault("10000")
    int conversations();

    /** How long a conversation stays in memory without being used. Default 10 minutes. */
    @WithDefault("PT10M")
    Duration idle();

    /**
     * Upper bound of the sends that are remembered to answer a retry without asking MongoDB, about
     * 250 bytes each. Default 20000.
     */
    @WithDefault("20000")
    int recentSends();
  }

  /** What is written behind. */
  interface WriteBehind {

    /** How often one conversation or membership is written at most. Default 1 second. */
    @WithDefault("PT1S")
    Duration interval();

    /** Upper bound of what waits to be written, each of both kinds. Default 20000. */
    @WithDefault("20000")
    int maxWaiting();
  }

  /** Upper bounds. */
  interface Limits {

    /** Members of a group, 2 to 10000. Default 500. */
    @WithDefault("500")
    int groupMembers();

    /** Members of a channel, 2 to 50000. Default 10000. */
    @WithDefault("10000")
    int channelMembers();

    /** Bytes of a message's text, 1 to 8192. Default 8192. */
    @WithDefault("8192")
    int textBytes();

    /** Members that one message may mention, 0 to 50. Default 50. */
    @WithDefault("50")
    int mentions();

    /** Different emojis on one message, 0 to 100. Default 20. */
    @WithDefault("20")
    int emojis();

    /** Reactions on one message altogether, 0 to 10000. Default 1000. */
    @WithDefault("1000")
    int reactions();

    /** Earlier contents that are kept of an edited message, 0 to 100. Default 20. */
    @WithDefault("20")
    int edits();

    /** Pinned messages of a conversation, 0 to 1000. Default 50. */
    @WithDefault("50")
    int pinned();

    /** Messages that a member may have scheduled in a conversation, 0 to 1000. Default 100. */
    @WithDefault("100")
    int scheduled();

    /** How far ahead a message can be scheduled. Default 366 days. */
    @WithDefault("P366D")
    Duration scheduledAhead();

    /**
     * Up to how many members a conversation is told to each member; a larger one to who watches it,
     * until it has less than half as many. 1 to 50000. Default 200.
     */
    @WithDefault("200")
    int routedByUser();

    /** Up to how many members receipts and typing are told to the others. Default 50. */
    @WithDefault("50")
    int receiptMembers();
  }

  /** The answering of queries; each bound is one replica's. */
  interface Queries extends QuerySettings {

    /** How many of a user's conversations are looked at, latest joined first. Default 5000. */
    @WithDefault("5000")
    int maxConversations();

    /**
     * Bytes of JSON after which a page ends early; well below what a gateway lets wait for a client
     * ({@code parley.session.max-outstanding}). Default 262144.
     */
    @WithDefault("262144")
    int maxPageBytes();

    /**
     * Whether messages have a text index, where the server offers one. It makes every search
     * complete, and costs every insert a key per word. Default true.
     */
    @WithDefault("true")
    boolean textIndex();

    /** How many messages a search without a text index looks through. Default 5000. */
    @WithDefault("5000")
    int maxScanned();
  }

  /** Notifications to members who are not connected, by webhook and by mail. */
  interface Notifications {

    /** Whether there are any; it takes a webhook or mail, too. Default false. */
    @WithDefault("false")
    boolean enabled();

    /**
     * How long after a message its notification goes out, twice {@code
     * parley.write-behind.interval} to 7 days: what is read meanwhile is not notified, and reading
     * is written behind. Default 30 seconds.
     */
    @WithDefault("PT30S")
    Duration after();

    /** How old a message may be that is still notified, up to 7 days. Default 1 hour. */
    @WithDefault("PT1H")
    Duration maxAge();

    /** With more members than that only who is mentioned is notified. Default 200. */
    @WithDefault("200")
    int maxMembers();

    /** Upper bound of the notifications that a replica sends at once, 1 to 256. Default 16. */
    @WithDefault("16")
    int atOnce();

    /** By HTTP, to a service of the operator. */
    Webhook webhook();

    /** By e-mail, to members who have left an address. */
    Mail mail();
  }

  /** Where notifications are posted to, signed as Standard Webhooks are. */
  interface Webhook {

    /** Where to; nothing for no webhook. Default nothing. */
    @WithDefault("")
    Optional<String> url();

    /**
     * What the requests are signed with: {@code whsec_} and the base64 of 24 to 64 random bytes;
     * several, separated by spaces, while they change. Default nothing.
     */
    @WithDefault("")
    Optional<String> secret();

    /** A file with the same, instead. Default nothing. */
    @WithDefault("")
    Optional<String> secretFile();

    /** How long an answer may take, up to 5 minutes. Default 5 seconds. */
    @WithDefault("PT5S")
    Duration timeout();
  }

  /** Mail goes out through the server that {@code quarkus.mailer.*} names. */
  interface Mail {

    /** Whether mail is sent. Default false. */
    @WithDefault("false")
    boolean enabled();

    /** Whom mail is from. Default nothing. */
    @WithDefault("")
    Optional<String> from();

    /** Whether a mail says what the last message says. Default false. */
    @WithDefault("false")
    boolean withText();

    /** How long the mail server may take for one mail, up to 5 minutes. Default 30 seconds. */
    @WithDefault("PT30S")
    Duration timeout();
  }
}
