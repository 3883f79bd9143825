package dev.parley.contracts.view;

import java.util.List;

/**
 * Who has reacted with one emoji.
 *
 * @param userIds in the order in which they did
 */
public record ReactionView(String emoji, int count, List<String> userIds) {}
