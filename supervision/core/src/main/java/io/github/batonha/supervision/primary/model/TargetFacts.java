package io.github.batonha.supervision.primary.model;

import java.util.List;
import java.util.Map;

/**
 * What the target's own agent has seen of itself when the order came. An operator may override it, except for what hinders a fence
 * that is needed.
 *
 * @param draining users are being led away from the node
 * @param failedChecks why its primaryOnly processes could not start or stay, one sentence each
 * @param brokenFences hosts whose fence command can't be executed here, and why
 */
public record TargetFacts(boolean draining, List<String> failedChecks, Map<String, String> brokenFences) {

    public static final TargetFacts NONE = new TargetFacts(false, List.of(), Map.of());

    public TargetFacts {
        failedChecks = List.copyOf(failedChecks);
        brokenFences = Map.copyOf(brokenFences);
    }
}
