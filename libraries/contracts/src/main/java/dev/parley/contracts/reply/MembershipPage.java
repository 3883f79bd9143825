package dev.parley.contracts.reply;

import dev.parley.contracts.view.MembershipView;
import java.util.List;

/**
 * Answer to {@code user:memberships}.
 *
 * @param memberships in an order of their own, those of deleted conversations too
 * @param after where to continue; null at the end
 */
public record MembershipPage(List<MembershipView> memberships, String after) {}
