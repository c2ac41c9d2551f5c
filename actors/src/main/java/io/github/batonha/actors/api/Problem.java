package io.github.batonha.actors.api;

import java.util.List;

/**
 * A refused request as {@code application/problem+json} (RFC 9457). {@code remedy} says what to do; {@code reasons} and what is known of
 * silent hosts stand there where a SetPrimary was refused.
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String remedy,
        List<Reason> reasons,
        List<Silence> silences) {
    public Problem {
        reasons = List.copyOf(reasons);
        silences = List.copyOf(silences);
    }
}
