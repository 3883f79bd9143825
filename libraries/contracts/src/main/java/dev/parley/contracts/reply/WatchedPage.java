package dev.parley.contracts.reply;

import java.util.List;
import java.util.Map;

/**
 * Answer to {@code conversation:watched}.
 *
 * @param conversations large conversation to those of the users who are members of it
 * @param after where to continue; null when this is the last page
 */
public record WatchedPage(Map<String, List<String>> conversations, String after) {}
