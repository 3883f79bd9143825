package dev.parley.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a suite is made of; {@link SuiteBuilder} documents each.
 *
 * @param dataDir null to keep nothing
 * @param redisUrl null to start a redis-server
 * @param mongoUrl null to start the stand-in
 */
record Settings(
    Path projectRoot,
    Path stateDir,
    Path dataDir,
    int gateways,
    int messages,
    int presence,
    int cache,
    boolean freePorts,
    int portBase,
    int redisPort,
    int mongoPort,
    String redisUrl,
    String mongoUrl,
    List<String> javaOptions,
    List<String> mongoJavaOptions,
    Map<String, String> environment,
    List<Program> programs,
    Duration readyWithin,
    Duration stopWithin,
    Progress progress) {

  boolean startsRedis() {
    return redisUrl == null;
  }

  boolean startsMongo() {
    return mongoUrl == null;
  }
}
