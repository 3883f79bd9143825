package dev.parley.cache.model;

import dev.parley.contracts.view.MembershipView;
import java.util.Map;

/**
 * Of which conversations a user is a member.
 *
 * @param memberships by conversation; also of conversations that were deleted
 */
public record ListModel(Map<String, MembershipView> memberships) {}
