package io.github.batonha.actors.health;

import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.health.AgentLine.Cause;
import io.github.batonha.actors.view.NodeHealth;
import io.github.batonha.actors.view.NodeHealth.ProcessHealth;
import io.github.batonha.supervision.drain.DrainState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * All that health checks are answered from.
 *
 * @param drain what operators want of balancers
 * @param isMember whether the node is a member of a cluster
 * @param isInSync whether it has the sessions that the others have
 * @param clockProblem what is wrong with the clock by which sessions end; empty if nothing
 * @param warning what an operator should know and no balancer need act on; empty if nothing
 */
public record HealthFacts(
        NodeHealth node, DrainState drain, boolean isMember, boolean isInSync, String clockProblem, String warning) {

    private static final Set<ProcessState> ON_THE_WAY = EnumSet.of(ProcessState.STARTING, ProcessState.RUNNING);

    /**
     * Why no users are to come, apart from a drain.
     *
     * @param cause the same in words of ours alone
     * @param isPassing whether it is what a start of the ActorSystem brings about, and is gone soon after
     */
    record Reason(Cause cause, String text, boolean isPassing) {}

    List<Reason> reasons() {
        var reasons = new ArrayList<Reason>();
        if (node.stopping()) {
            reasons.add(new Reason(Cause.AGENT_STOPS, "the agent is stopping", false));
        }
        if (!node.isComplete()) {
            reasons.add(
                    new Reason(Cause.AGENT_STARTS, "the agent starts, and has not heard from all processes yet", true));
        }
        if (!isMember && node.othersHeard() == 0) {
            reasons.add(new Reason(
                    Cause.NOT_JOINED, "the agent has not joined the cluster yet, and hears no other node", true));
        }
        if (!isInSync) {
            reasons.add(new Reason(Cause.SESSIONS_MISSING, "the node does not have all sessions yet", true));
        }
        if (!clockProblem.isEmpty()) {
            reasons.add(new Reason(Cause.CLOCK_WRONG, clockProblem, false));
        }
        node.required().stream()
                .filter(process -> !process.isHealthy())
                .map(process ->
                        new Reason(Cause.PROCESS_NOT_HEALTHY, text(process), ON_THE_WAY.contains(process.state())))
                .forEach(reasons::add);
        return reasons;
    }

    private static String text(ProcessHealth process) {
        return "%s is %s%s"
                .formatted(
                        process.name(), process.state(), process.message().isEmpty() ? "" : ": " + process.message());
    }

    /** Whether nothing but the start of an ActorSystem keeps users away. */
    boolean isSettling() {
        var reasons = reasons();
        return !reasons.isEmpty() && reasons.stream().allMatch(Reason::isPassing);
    }
}
