package io.github.batonha.actors.api;

/**
 * {@code POST /api/v1/tokens}.
 *
 * @param role viewer, operator or admin
 * @param expires how long it counts, in ISO 8601
 */
public record TokenRequest(String name, String role, String expires) {}
