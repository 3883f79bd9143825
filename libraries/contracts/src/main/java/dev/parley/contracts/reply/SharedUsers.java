package dev.parley.contracts.reply;

import java.util.List;

/**
 * Answer to {@code user:shares}.
 *
 * @param userIds those of the users asked for who share a conversation, in no order
 */
public record SharedUsers(List<String> userIds) {}
