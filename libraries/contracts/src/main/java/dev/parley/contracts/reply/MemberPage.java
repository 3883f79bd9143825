package dev.parley.contracts.reply;

import dev.parley.contracts.view.MemberView;
import java.util.List;

/**
 * Answer to {@code conversation:members}.
 *
 * @param more whether others follow after the last one
 */
public record MemberPage(String conversationId, List<MemberView> members, boolean more) {}
