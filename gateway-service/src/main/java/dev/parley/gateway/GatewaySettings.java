package dev.parley.gateway;

import dev.parley.gateway.proxy.ProxySettings;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/**
 * What an operator can set of the gateway. Every property can be given by an environment variable
 * too: {@code parley.session.max-frame} is {@code PARLEY_SESSION_MAX_FRAME}.
 */
@ConfigMapping(prefix = "parley")
public interface GatewaySettings {

  /** What every Redis key begins with; the same for all services. */
  @WithDefault("parley:")
  String keyPrefix();

  /** Number of partitions of the command streams, at least 1; the same for all services. */
  @WithDefault("16")
  int partitions();

  /**
   * From which web pages a browser may connect: origins such as {@code https://chat.example},
   * {@code self} for pages of the host that is connected to, {@code *} for any; separated by
   * commas.
   */
  @WithDefault("self")
  List<String> origins();

  /** This process as a node. */
  Node node();

  /** Client connections. */
  Session session();

  /** Sessions of users, at whoever issues the tokens. */
  Sessions sessions();

  /** Client requests. */
  Request request();

  /** What browsers connect with. */
  Ticket ticket();

  /** What clients may do at most. */
  Limits limits();

  /** What others are told of whether a user is there. */
  Presence presence();

  /** Questions that cache-service answers from read models. */
  Models models();

  /** The way by HTTP to the services. */
  ProxySettings proxy();

  /** The chat page. */
  Page page();

  /** What clients may do at most. */
  interface Limits {

    /** Requests per second of one connection in the long run, 1 to 1,000,000. */
    @WithDefault("50")
    int connectionRate();

    /** Requests at once of one connection, 1 to 1,000,000. */
    @WithDefault("100")
    int connectionBurst();

    /** Requests per second of one user over all gateways, 1 to 1,000,000; as many at once. */
    @WithDefault("100")
    int userRate();

    /** Part of them, 0 to 1, that a user may use at one gateway before the others are told. */
    @WithDefault("0.2")
    double userShare();

    /** Time between two exchanges of what users have used with the other gateways. */
    @WithDefault("PT0.25S")
    Duration exchangeInterval();

    /** Refused requests of one connection within 10 s that end it. */
    @WithDefault("1000")
    int maxRefused();

    /** Connections of this gateway. */
    @WithDefault("50000")
    int connections();

    /** Connections of one address to this gateway. */
    @WithDefault("1000")
    int connectionsPerAddress();

    /** Connections of one user to this gateway; the oldest goes when there are more. */
    @WithDefault("20")
    int connectionsPerUser();

    /** Handshakes per second in the long run, 1 to 1,000,000. */
    @WithDefault("500")
    int handshakeRate();

    /** Handshakes at once, 1 to 1,000,000. */
    @WithDefault("1000")
    int handshakeBurst();
  }

  /** What others are told of whether a user is there. */
  interface Presence {

    /**
     * Whether there is a presence-service; otherwise nothing is written for it, and what clients
     * ask of it is answered {@code unavailable}.
     */
    @WithDefault("true")
    boolean enabled();

    /** How long a client asks for nothing until it counts as idle. */
    @WithDefault("PT5M")
    Duration awayAfter();

    /** Users whose presence one connection may watch at once. */
    @WithDefault("1000")
    int maxWatched();
  }

  /**
   * Questions that cache-service answers from read models: {@code conversation:list}, {@code
   * conversation:unread} and {@code sync}.
   */
  interface Models {

    /** Whether there is a cache-service; otherwise message-service is asked. */
    @WithDefault("true")
    boolean enabled();

    /**
     * How long cache-service may take to answer until message-service is asked too, 1 ms at least
     * and less than a request's time limit.
     */
    @WithDefault("PT1S")
    Duration patience();

    /** How long only message-service is asked after that, 0 or more. */
    @WithDefault("PT5S")
    Duration retryAfter();
  }

  /** This process as a node. */
  interface Node {

    /** Name of this process, new at every start. Only to be set in tests. */
    @WithDefault("${quarkus.uuid}")
    String id();

    /** How long the node counts as alive after its last renewal. */
    @WithDefault("PT15S")
    Duration lease();

    /** Time between renewals; shorter than the lease. */
    @WithDefault("PT5S")
    Duration renewal();

    /**
     * Over how long a stopping gateway lets its clients leave, and has the others; without clients
     * it takes no time. Shorter than what the orchestrator waits before it kills, by five times the
     * stop timeout.
     */
    @WithDefault("PT10S")
    Duration drain();

    /**
     * How long a stopping gateway waits at most for each of: the last answers, routes, clients,
     * signals, lease.
     */
    @WithDefault("PT5S")
    Duration stopTimeout();
  }

  /** Client connections. */
  interface Session {

    /** Time between two pings of the server, told to the client in {@code ready}. */
    @WithDefault("PT25S")
    Duration heartbeat();

    /** How long a peer may take after a ping to be heard again; then the connection is cut. */
    @WithDefault("PT20S")
    Duration pongTimeout();

    /** How long a new connection waits at most for its route to be in Redis. */
    @WithDefault("PT5S")
    Duration openTimeout();

    /**
     * How long a new connection waits at most to be told by message-service which large
     * conversations its user is a member of; when it takes longer, it is told to resync later.
     */
    @WithDefault("PT2S")
    Duration watchTimeout();

    /** Bytes of UTF-8 that a client's frame may have; larger ones are refused unread. */
    @WithDefault("64K")
    MemorySize maxFrame();

    /** Bytes that may wait to be sent to a client; beyond that the connection is closed. */
    @WithDefault("1M")
    MemorySize maxOutstanding();

    /**
     * Part of them, above 0, above which typing and presence are not added; below it a client that
     * has missed events is told to resync.
     */
    @WithDefault("0.25")
    double transientShare();

    /** Part of them, at most 1, above which events are not added either. */
    @WithDefault("0.5")
    double eventShare();

    /** How long something may wait while nothing goes out; then the connection is closed. */
    @WithDefault("PT30S")
    Duration stallTimeout();

    /** How long a connection that is to be closed may take to say goodbye before it is cut. */
    @WithDefault("PT3S")
    Duration closeTimeout();
  }

  /** Sessions of users, at whoever issues the tokens. */
  interface Sessions {

    /**
     * How long a token lives at most, 1 s to 366 d: for so long it is noted that the tokens of a
     * session were revoked. The same for all services.
     */
    @WithDefault("PT24H")
    Duration tokenLife();
  }

  /** Client requests. */
  interface Request {

    /** How long a request may be without an answer. */
    @WithDefault("PT10S")
    Duration timeout();

    /** Requests of one connection that may be without an answer at once. */
    @WithDefault("256")
    int maxPending();

    /** Requests that a batch may have. */
    @WithDefault("50")
    int maxBatch();
  }

  /** What browsers connect with. */
  interface Ticket {

    /** How long a ticket is good, unless it is used; 1 s to 5 min. */
    @WithDefault("PT30S")
    Duration validity();
  }

  /** The chat page. */
  interface Page {

    /** Whether the page is served, at {@code /}. */
    @WithDefault("false")
    boolean enabled();

    /**
     * File with the RSA private key (PKCS#8, PEM) that belongs to the public key of the tokens, for
     * {@code POST /dev/token}, which gives everybody a token for anybody: for a local run only.
     */
    @WithDefault("NONE")
    String signingKey();
  }
}
