package dev.parley.contracts.reply;

import dev.parley.contracts.view.MessageView;
import java.util.List;

/**
 * Answer to {@code search}.
 *
 * @param method {@code index} when a text index was asked; {@code scan} when a bounded number of
 *     the latest messages was looked through
 * @param cursor where to continue; null at the end
 */
public record SearchPage(List<MessageView> messages, String method, String cursor) {}
