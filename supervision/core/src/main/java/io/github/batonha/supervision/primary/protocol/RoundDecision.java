package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** What the answers of a round allow. */
sealed interface RoundDecision {

    record Refuse(Refusal refusal) implements RoundDecision {}

    /** Hosts that must answer have said that they will be able to. */
    record AskAgain(Duration pause, String why) implements RoundDecision {}

    /** Switch these off, then ask anew: no answer of this round counts. */
    record Fence(Set<String> hosts) implements RoundDecision {}

    /** Wait for these, each until its time, then ask anew: no answer of this round counts. */
    record Exclude(Map<String, Long> until) implements RoundDecision {}

    /** Nothing stands against it once these active hosts have released. */
    record Release(Set<String> active) implements RoundDecision {}
}
