package io.github.batonha.actors.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/tokens}: a token without its text.
 *
 * @param id the first signs of its hash, which tells tokens of one name apart
 * @param role viewer, operator or admin
 * @param by who had it made
 * @param state ACTIVE, EXPIRED or REVOKED
 */
public record TokenStatus(
        String name,
        String id,
        String role,
        String state,
        Instant createdAt,
        Instant expiresAt,
        String by,
        @Nullable Instant revokedAt,
        @Nullable String revokedBy) {}
