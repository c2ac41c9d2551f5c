package io.github.batonha.actors.api;

/** {@code POST /api/v1/console/login}. */
public record LoginRequest(String token) {
    /** Never the token. */
    @Override
    public String toString() {
        return "LoginRequest[]";
    }
}
