package io.github.batonha.actors.health;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The answers to all checks at one moment.
 *
 * @param agentLine what HAProxy's agent check reads, ended by a line feed
 */
public record Answers(Map<Check, Answer> byCheck, String agentLine) {

    public Answers {
        byCheck = Map.copyOf(new EnumMap<>(byCheck));
    }

    public Answer to(Check check) {
        return Objects.requireNonNull(byCheck.get(check));
    }
}
