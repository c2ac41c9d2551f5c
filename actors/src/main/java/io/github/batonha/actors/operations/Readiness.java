package io.github.batonha.actors.operations;

import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.MonCluster.ProcessView;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.api.SetPrimaryRequest;
import io.github.batonha.actors.api.StandbyState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether a SetPrimary waits for the standbys of its target. Pure.
 *
 * <p>One that is to be done when the target is ready waits for all standbys, and is given up at its end. Any other waits only for standbys
 * that are on their way, only while another node is seen to be the primary, and goes on after that time: an operator whose primary is
 * lost never waits.
 */
final class Readiness {

    private Readiness() {}

    sealed interface Decision {

        /**
         * It is done now.
         *
         * @param remark what the operator should know before, or empty
         */
        record Go(String remark) implements Decision {}

        record Wait(String why) implements Decision {}

        record GiveUp(String why) implements Decision {}
    }

    /**
     * Decides by what the cluster looks like now.
     *
     * @param atMost how long is waited where the order itself says nothing
     */
    static Decision decide(
            MonCluster cluster, String target, SetPrimaryRequest request, Duration waited, Duration atMost) {
        var node = cluster.nodes().stream()
                .filter(each -> each.name().equals(target))
                .findFirst();
        if (request.whenReadySeconds() > 0) {
            return whenReady(node, target, waited, Duration.ofSeconds(request.whenReadySeconds()));
        }
        var mayWait = !request.dryRun()
                && request.confirmDown().isEmpty()
                && request.fence().isEmpty()
                && isPrimaryElsewhere(cluster, target);
        var coming = mayWait
                ? node.map(found -> names(found, List.of(StandbyState.WARMING))).orElse("")
                : "";
        if (coming.isEmpty()) {
            return new Decision.Go("");
        }
        return waited.compareTo(atMost) < 0
                ? new Decision.Wait("the standby of %s is on its way on %s".formatted(coming, target))
                : new Decision.Go("%s is not warm on %s: it is started from nothing".formatted(coming, target));
    }

    private static Decision whenReady(Optional<NodeView> node, String target, Duration waited, Duration atMost) {
        var why = node.filter(found -> found.state() == NodeView.State.UP)
                .map(found -> notReady(found, target))
                .orElse(target + " is not heard");
        if (why.isEmpty()) {
            return new Decision.Go("");
        }
        return waited.compareTo(atMost) < 0 ? new Decision.Wait(why) : new Decision.GiveUp(why);
    }

    private static String notReady(NodeView node, String target) {
        var missed = names(node, List.of(StandbyState.WARMING, StandbyState.FAILED));
        return missed.isEmpty() ? "" : "%s is not warm on %s".formatted(missed, target);
    }

    private static String names(NodeView node, List<StandbyState> states) {
        return node.processes().stream()
                .filter(process -> process.standby() != null && states.contains(process.standby()))
                .map(ProcessView::name)
                .collect(Collectors.joining(", "));
    }

    private static boolean isPrimaryElsewhere(MonCluster cluster, String target) {
        return cluster.nodes().stream()
                .anyMatch(node -> !node.name().equals(target)
                        && node.state() == NodeView.State.UP
                        && node.role() == Role.PRIMARY);
    }
}
