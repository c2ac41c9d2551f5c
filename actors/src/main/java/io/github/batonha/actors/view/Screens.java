package io.github.batonha.actors.view;

import static io.github.batonha.actors.api.MonCluster.NodeView.State.DOWN;

import io.github.batonha.actors.api.Mon;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.MonCluster.NodeView.State;
import io.github.batonha.actors.api.MonCluster.ProcessView;
import io.github.batonha.actors.api.PrimaryStatus;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.api.Scheduled;
import io.github.batonha.actors.api.Totals;
import io.github.batonha.actors.view.LastHeard.Sighting;
import io.github.batonha.conf.model.HostDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.conf.model.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Renders {@code mon} and {@code mon-cluster}: pure functions of what was heard and when. */
final class Screens {
    private static final long NEVER = -1;

    private Screens() {}

    static Mon mon(NodeDefinition definition, NodeReport own) {
        return new Mon(
                own.node(),
                own.primary().role(),
                own.primary().epoch(),
                own.startedAt(),
                definition.system(),
                own.configHash(),
                own.processes().stream().map(ReportedProcess::upTillNow).toList(),
                own.warning());
    }

    static MonCluster monCluster(NodeDefinition definition, LastHeard lastHeard, long now) {
        var newest = newestAssignment(lastHeard);
        return new MonCluster(
                primary(newest, lastHeard, now),
                scheduled(lastHeard),
                nodes(definition, lastHeard, newest, now, Screens::processes));
    }

    /** The same with all that is known of each process. A page asks twice a second: what it is not told of is not made. */
    static ConsoleView console(NodeDefinition definition, LastHeard lastHeard, long now) {
        var newest = newestAssignment(lastHeard);
        var nodes = nodes(definition, lastHeard, newest, now, (_, _, _) -> List.of());
        return new ConsoleView(
                primary(newest, lastHeard, now),
                scheduled(lastHeard),
                nodes.stream()
                        .map(node -> new ConsoleView.Node(
                                node.withoutProcesses(),
                                lastHeard.of(node.name()).map(Sighting::report).orElse(null)))
                        .toList());
    }

    /** What a screen has of the processes of a node that is down or not. */
    private interface Processes {
        List<ProcessView> of(Sighting sighting, boolean isDown, long now);
    }

    /**
     * Configured hosts in the order of the definition, then nodes that only their own configuration knows, for as long as
     * they are heard: two hosts with different definitions are to be seen, and a removed one is to go.
     */
    private static List<NodeView> nodes(
            NodeDefinition definition,
            LastHeard lastHeard,
            Optional<PrimaryStatus> newest,
            long now,
            Processes processes) {
        var nodes = new ArrayList<NodeView>();
        for (var host : definition.hosts()) {
            nodes.add(lastHeard
                    .of(host.name())
                    .map(sighting -> seen(sighting, definition, newest, now, processes))
                    .orElseGet(() -> neverSeen(host, definition, newest)));
        }
        lastHeard.all().stream()
                .filter(sighting -> !isConfigured(definition, sighting.report().node()))
                .filter(sighting -> !sighting.isDown(now, downAfter(definition)))
                .sorted(Comparator.comparing(sighting -> sighting.report().node()))
                .forEach(sighting -> nodes.add(seen(sighting, definition, newest, now, processes)));
        return nodes;
    }

    private static MonCluster.@Nullable Primary primary(Optional<PrimaryStatus> newest, LastHeard lastHeard, long now) {
        return newest.map(status -> new MonCluster.Primary(
                        Objects.requireNonNull(status.primary()),
                        status.epoch(),
                        status.by(),
                        status.confirmedDown(),
                        status.fenced(),
                        status.voters(),
                        lease(status, lastHeard, now)))
                .orElse(null);
    }

    private static Duration downAfter(NodeDefinition definition) {
        return definition.settings().downAfter();
    }

    private static boolean isConfigured(NodeDefinition definition, String node) {
        return definition.hosts().stream().anyMatch(host -> host.name().equals(node));
    }

    /** Only the primary itself knows how long it goes on; of one that is silent, what it said last runs out. */
    private static MonCluster.@Nullable Lease lease(PrimaryStatus newest, LastHeard lastHeard, long now) {
        return lastHeard
                .of(Objects.requireNonNull(newest.primary()))
                .filter(sighting -> sighting.report().primary().epoch() == newest.epoch())
                .map(sighting -> lease(sighting, now))
                .orElse(null);
    }

    private static MonCluster.@Nullable Lease lease(Sighting sighting, long now) {
        var lease = sighting.report().primary().lease();
        if (lease == null) {
            return null;
        }
        var at = sighting.report().tick() + sighting.age(now).toNanos();
        return new MonCluster.Lease(
                lease.grantedBy(),
                Math.max(0, Duration.ofNanos(at - lease.sinceTick()).toMillis()),
                Math.max(0, Duration.ofNanos(lease.untilTick() - at).toMillis()));
    }

    /** There should be one at most; if two were ordered at the same moment, the first to come. What is DOWN may be back by then. */
    private static @Nullable Scheduled scheduled(LastHeard lastHeard) {
        return lastHeard.all().stream()
                .flatMap(sighting -> Stream.ofNullable(sighting.report().scheduled()))
                .min(Comparator.comparing(Scheduled::at).thenComparing(Scheduled::node))
                .orElse(null);
    }

    /** Whoever said it: nodes learn of an assignment at different times, the highest epoch is the last word. */
    private static Optional<PrimaryStatus> newestAssignment(LastHeard lastHeard) {
        return lastHeard.all().stream()
                .map(sighting -> sighting.report().primary())
                .filter(status -> status.primary() != null)
                .max(Comparator.comparingLong(PrimaryStatus::epoch));
    }

    private static List<ProcessView> processes(Sighting sighting, boolean isDown, long now) {
        return sighting.report().processes().stream()
                .map(process -> new ProcessView(
                        process.status().name(),
                        isDown ? DOWN.name() : process.status().status().inCluster(),
                        sighting.age(now).plusMillis(process.ageMillis()).toSeconds(),
                        process.status().primaryOnly(),
                        process.status().status().inCluster(),
                        process.status().standby()))
                .toList();
    }

    private static NodeView seen(
            Sighting sighting,
            NodeDefinition definition,
            Optional<PrimaryStatus> newest,
            long now,
            Processes processes) {
        var report = sighting.report();
        var down = sighting.isDown(now, downAfter(definition));
        var role = down ? roleOfTheDead(report, newest) : report.primary().role();
        return new NodeView(
                report.node(),
                down ? DOWN : State.UP,
                role,
                sighting.age(now).toSeconds(),
                processes.of(sighting, down, now),
                report.drain(),
                report.configHash(),
                remark(report),
                down
                        ? null
                        : Totals.of(report.processes().stream()
                                .map(ReportedProcess::status)
                                .toList()),
                notPlaced(
                        report.node(),
                        report.processes().stream()
                                .map(process -> process.status().name()),
                        definition),
                Objects.requireNonNullElse(report.version(), ""));
    }

    /** As this node's definition has it, but what the other one runs is there. */
    private static List<String> notPlaced(String node, Stream<String> there, NodeDefinition definition) {
        var elsewhere = definition.elsewhere(node);
        if (elsewhere.isEmpty()) {
            return List.of();
        }
        var names = there.collect(Collectors.toSet());
        return elsewhere.stream()
                .map(Placement::process)
                .filter(name -> !names.contains(name))
                .toList();
    }

    /** Of the primary, and of the node itself. */
    private static String remark(NodeReport report) {
        var warning = Objects.requireNonNullElse(report.warning(), "");
        var message = report.primary().message();
        return message.isEmpty() || warning.isEmpty() ? message + warning : message + "; " + warning;
    }

    /** A node that is DOWN keeps the role that it had, until an assignment that it did not know says otherwise. */
    private static Role roleOfTheDead(NodeReport report, Optional<PrimaryStatus> newest) {
        return newest.filter(status -> status.epoch() > report.primary().epoch())
                .map(status -> assignedRole(report.node(), status))
                .orElse(report.primary().role());
    }

    private static NodeView neverSeen(HostDefinition host, NodeDefinition definition, Optional<PrimaryStatus> newest) {
        var role = newest.map(status -> assignedRole(host.name(), status)).orElse(Role.UNKNOWN);
        var own = definition.processes().stream()
                .filter(spec -> definition.placement(spec.name()).isEmpty())
                .map(spec -> new ProcessView(spec.name(), DOWN.name(), NEVER, spec.primaryOnly(), ""));
        var placed = definition.placements().stream()
                .filter(placement -> placement.isOn(host.name()))
                .map(placement ->
                        new ProcessView(placement.process(), DOWN.name(), NEVER, placement.primaryOnly(), ""));
        var processes = Stream.concat(own, placed).toList();
        return new NodeView(
                host.name(),
                DOWN,
                role,
                NEVER,
                processes,
                null,
                "",
                "",
                null,
                notPlaced(host.name(), processes.stream().map(ProcessView::name), definition),
                "");
    }

    private static Role assignedRole(String node, PrimaryStatus newest) {
        return node.equals(newest.primary()) ? Role.PRIMARY : Role.SECONDARY;
    }
}
