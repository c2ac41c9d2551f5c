package io.github.batonha.actors.api;

import java.time.Instant;

/**
 * {@code POST /api/v1/tokens}: a token, which is shown only now.
 *
 * @param role viewer, operator or admin
 */
public record NewToken(String name, String role, String token, Instant createdAt, Instant expiresAt) {
    /** Never the token. */
    @Override
    public String toString() {
        return "NewToken[name=%s]".formatted(name);
    }
}
