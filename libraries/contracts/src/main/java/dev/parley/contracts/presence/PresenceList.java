package dev.parley.contracts.presence;

import java.util.List;

/**
 * Answer to {@code presence:get} and {@code presence:watch}.
 *
 * @param users in the order in which they were asked for
 * @param refused whom the caller may not watch; null for nobody
 */
public record PresenceList(List<PresenceView> users, List<String> refused) {}
