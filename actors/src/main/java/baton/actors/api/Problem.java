package baton.actors.api;

/** A refused request as {@code application/problem+json} (RFC 9457). {@code remedy} says what to do. */
public record Problem(String type, String title, int status, String detail, String remedy) {}
