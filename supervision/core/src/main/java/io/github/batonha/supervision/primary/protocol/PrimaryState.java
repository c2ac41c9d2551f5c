package io.github.batonha.supervision.primary.protocol;

import io.github.batonha.supervision.primary.model.PrimaryRecord;
import io.github.batonha.supervision.primary.model.PrimarySettings;
import io.github.batonha.supervision.primary.model.StoreCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a host knows about the primary. Only {@code record} outlives the agent.
 *
 * @param startedNanos reading of the monotonic clock at the start
 * @param speaksAtNanos from then on the host answers; until then it says that it knows nothing
 * @param queries dry runs and repairs that wait for answers
 * @param heard when each host was last heard; missing are those not heard since the start
 * @param farewells hosts whose last word was that their agent ends in good order, and when that was
 * @param knownNumber highest epoch number ever seen
 * @param promiseHeardNanos when the proposer that holds the promise was last heard to pursue it
 * @param grantedNanos when this host last granted a lease, or its start where an earlier agent did
 * @param tenure the lease of the active epoch
 * @param resumeWanted the node proposes itself when it can
 * @param trouble what an operator should know, empty where there is nothing
 */
public record PrimaryState(
        PrimarySettings settings,
        StoreCondition store,
        long startedNanos,
        long speaksAtNanos,
        PrimaryRecord record,
        Activity activity,
        Proposal proposal,
        List<StateQuery> queries,
        Map<String, Long> heard,
        Map<String, Instant> farewells,
        long knownNumber,
        long promiseHeardNanos,
        long nextBeatNanos,
        long grantedNanos,
        Tenure tenure,
        boolean resumeWanted,
        long resumeAtNanos,
        boolean stopping,
        String trouble) {

    public PrimaryState {
        queries = List.copyOf(queries);
        heard = Map.copyOf(heard);
        farewells = Map.copyOf(farewells);
    }

    /** The host runs from another revision now; what the protocol rests on stays as it is. */
    public PrimaryState running(String configHash, Duration stopWithin) {
        return settings.configHash().equals(configHash) && settings.stopWithin().equals(stopWithin)
                ? this
                : new PrimaryState(
                        settings.running(configHash, stopWithin),
                        store,
                        startedNanos,
                        speaksAtNanos,
                        record,
                        activity,
                        proposal,
                        queries,
                        heard,
                        farewells,
                        knownNumber,
                        promiseHeardNanos,
                        nextBeatNanos,
                        grantedNanos,
                        tenure,
                        resumeWanted,
                        resumeAtNanos,
                        stopping,
                        trouble);
    }

    public boolean isActive() {
        return activity instanceof Activity.Active;
    }

    private boolean isHeldByOthers() {
        var assignment = record.assignment();
        return isActive()
                && assignment.epoch().equals(record.active())
                && assignment.terms().isByVotes();
    }

    /** The lease of the active epoch; empty where it needs nobody's grant. */
    public Optional<HeldLease> lease() {
        return isHeldByOthers() ? Optional.of(tenure.held(record.assignment().lease())) : Optional.empty();
    }

    /** Whether the lease of the active epoch has missed a few renewals, so that its processes end soon. */
    public boolean isUnrenewed(long nowNanos) {
        var assignment = record.assignment();
        var left = tenure.untilNanos() - nowNanos;
        return isHeldByOthers()
                && left
                        < assignment
                                .lease()
                                .grace()
                                .minus(settings.beatEvery().multipliedBy(3))
                                .toNanos();
    }

    public boolean isDamaged() {
        return store instanceof StoreCondition.Damaged;
    }
}
