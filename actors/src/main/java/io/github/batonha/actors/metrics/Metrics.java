package io.github.batonha.actors.metrics;

import io.github.batonha.actors.api.HistoryEntry;
import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.api.StandbyState;
import io.github.batonha.actors.api.SyslogFigures;
import io.github.batonha.actors.launch.LastLooks;
import io.github.batonha.actors.metrics.Family.Kind;
import io.github.batonha.actors.metrics.Family.Sample;
import io.github.batonha.supervision.lifecycle.RestartCause;
import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.os.JvmCounters;
import io.github.batonha.supervision.run.Resources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All metrics of an observation. A process that does not run keeps its rows, with 0; only those of the heap are there for JVMs alone. Pure.
 * Names follow the conventions of Prometheus (base units, no label in a name).
 */
public final class Metrics {

    private static final List<String> PROCESS = List.of("process", "group");
    private static final List<String> PEER = List.of("peer");
    /** As shells count. */
    private static final int SIGNALLED = 128;

    private static final List<String> NONE = List.of();

    private static final Map<ProcessState, String> STATES = Arrays.stream(ProcessState.values())
            .collect(Collectors.toMap(
                    state -> state, state -> word(state), (one, _) -> one, () -> new EnumMap<>(ProcessState.class)));

    private static final List<String> CAUSES =
            Arrays.stream(RestartCause.values()).map(RestartCause::word).toList();

    private final Observation seen;
    /** Those of a process are made once: many families have them. */
    private final List<Labelled> processes;

    private final Consumer<Family> families;

    private record Labelled(ProcessStatus status, List<String> labels) {}

    private Metrics(Observation seen, Consumer<Family> families) {
        this.seen = seen;
        this.families = families;
        this.processes = seen.mon().processes().stream()
                .map(process -> new Labelled(process, List.of(process.name(), process.group())))
                .toList();
    }

    /** In the order in which they are told. */
    static List<Family> of(Observation seen) {
        var families = new ArrayList<Family>();
        each(seen, families::add);
        return List.copyOf(families);
    }

    /** Tells one after the other, so that the samples of one metric can be gone before those of the next are made. */
    public static void each(Observation seen, Consumer<Family> families) {
        var metrics = new Metrics(seen, families);
        metrics.node();
        metrics.primary();
        metrics.peers();
        metrics.processes();
        metrics.heaps();
        metrics.sessions();
        metrics.agent();
        seen.agent().syslog().ifPresent(metrics::syslog);
        ApplicationMetrics.of(seen).forEach(families);
    }

    private void node() {
        var mon = seen.mon();
        family(
                "baton_node",
                Kind.INFO,
                "The node that tells this, and the revision that it runs from.",
                List.of("node", "system", "revision"),
                List.of(new Sample(List.of(mon.node(), mon.system(), mon.configHash()), 1)));
        family(
                "baton_node_role",
                Kind.GAUGE,
                "Whether the node has this role.",
                List.of("role"),
                oneOf(Role.values(), mon.role()));
        gauge(
                "baton_node_warning",
                "Whether the node itself has a warning, which mon shows.",
                mon.warning() == null || mon.warning().isEmpty() ? 0 : 1);
        family(
                "baton_node_drain",
                Kind.GAUGE,
                "Whether users are let in, drained, or gone.",
                List.of("state"),
                Stream.of("serving", "draining", "drained")
                        .map(state -> new Sample(List.of(state), state.equals(drain()) ? 1 : 0))
                        .toList());
    }

    private String drain() {
        return seen.cluster().nodes().stream()
                .filter(node -> node.name().equals(seen.mon().node()))
                .map(NodeView::drain)
                .filter(Objects::nonNull)
                .map(drain -> word(drain))
                .findFirst()
                .orElse("serving");
    }

    private void primary() {
        var assigned = Optional.ofNullable(seen.cluster().primary());
        gauge(
                "baton_primary_epoch",
                "Epoch of the newest assignment that this node knows, 0 where there is none.",
                seen.mon().epoch());
        family(
                "baton_primary_assigned",
                Kind.GAUGE,
                "Whether the newest assignment that this node knows names this host.",
                List.of("host"),
                seen.cluster().nodes().stream()
                        .map(node -> new Sample(
                                List.of(node.name()),
                                assigned.filter(primary -> primary.node().equals(node.name()))
                                                .isPresent()
                                        ? 1
                                        : 0))
                        .toList());
        family(
                "baton_primary_switchovers",
                Kind.COUNTER,
                "Attempts to make a node the primary that the history has, by their outcome.",
                List.of("outcome"),
                Arrays.stream(HistoryEntry.Outcome.values())
                        .map(outcome -> new Sample(
                                List.of(word(outcome)),
                                seen.history().stream()
                                        .filter(entry -> entry.outcome() == outcome)
                                        .count()))
                        .toList());
        gauge(
                "baton_primary_missed_time_seconds",
                "When a scheduled switchover was missed, in seconds since 1970; 0 where none was, or an order came after it.",
                missed());
        family(
                "baton_primary_switchover_phase_seconds",
                Kind.HISTOGRAM,
                "How long each phase of a switchover took that was done.",
                List.of("phase"),
                seen.history().stream()
                        .filter(entry -> entry.outcome() == HistoryEntry.Outcome.DONE)
                        .flatMap(entry -> entry.phases().stream())
                        .map(phase -> new Sample(List.of(phase.name()), phase.millis() / 1000))
                        .toList());
        family(
                "baton_primary_switchover_gap_seconds",
                Kind.HISTOGRAM,
                "At most how long no primaryOnly process ran during a switchover.",
                NONE,
                seen.history().stream()
                        .map(HistoryEntry::gapMillis)
                        .filter(Objects::nonNull)
                        .map(millis -> new Sample(NONE, millis / 1000))
                        .toList());
    }

    /** A node that proposes itself is no order. */
    private double missed() {
        return seen.history().stream()
                .filter(entry -> !entry.by().equals(entry.to()))
                .max(Comparator.comparing(HistoryEntry::at))
                .filter(newest -> newest.outcome() == HistoryEntry.Outcome.MISSED)
                .map(newest -> newest.at().getEpochSecond())
                .orElse(0L)
                .doubleValue();
    }

    private void peers() {
        var own = seen.mon();
        var peers = seen.cluster().nodes().stream()
                .filter(node -> !node.name().equals(own.node()))
                .toList();
        peer("baton_peer_up", "Whether the other node was heard lately.", peers, node -> switch (node.state()) {
            case UP -> 1;
            case DOWN -> 0;
        });
        peer(
                "baton_peer_last_heard_seconds",
                "Time since the other node was last heard, not a number where it never was.",
                peers,
                node -> node.ageSeconds() < 0 ? Double.NaN : node.ageSeconds());
        peer(
                "baton_peer_same_revision",
                "Whether the other node runs from the same revision.",
                peers,
                node -> node.configHash().equals(own.configHash()) ? 1 : 0);
    }

    private void peer(String name, String help, List<NodeView> peers, ToDoubleFunction<NodeView> value) {
        family(
                name,
                Kind.GAUGE,
                help,
                PEER,
                peers.stream()
                        .map(node -> new Sample(List.of(node.name()), value.applyAsDouble(node)))
                        .toList());
    }

    private void processes() {
        family(
                "baton_process_state",
                Kind.GAUGE,
                "Whether the process is in this state.",
                List.of("process", "group", "state"),
                states());
        process(
                "baton_process_healthy",
                Kind.GAUGE,
                "Whether nobody has to worry about the process.",
                process -> process.status().isHealthy() ? 1 : 0);
        family(
                "baton_process_standby_warm",
                Kind.GAUGE,
                "Whether a process in STANDBY can be promoted; none for those that are started from nothing.",
                PROCESS,
                processes.stream()
                        .filter(process -> isKept(process.status()))
                        .map(process ->
                                new Sample(process.labels(), process.status().standby() == StandbyState.WARM ? 1 : 0))
                        .toList());
        family(
                "baton_process_restarts",
                Kind.COUNTER,
                "Automatic restarts since the agent's records began, by their cause.",
                List.of("process", "group", "cause"),
                restarts());
        process(
                "baton_process_start_time_seconds",
                Kind.GAUGE,
                "When the process was started, in seconds since 1970; 0 where it does not run.",
                process -> process.pid() == null ? 0 : seen.at().getEpochSecond() - process.uptimeSeconds());
        probes();
        exits();
        taken(
                "baton_process_cpu_seconds",
                Kind.COUNTER,
                "CPU time of the run.",
                taken -> taken.cpu().toMillis() / 1000.0);
        taken(
                "baton_process_resident_memory_bytes",
                Kind.GAUGE,
                "Resident memory of the run, shared pages counted in each of its processes.",
                Resources::residentBytes);
        taken("baton_process_os_processes", Kind.GAUGE, "Processes of the run.", Resources::processes);
        taken("baton_process_threads", Kind.GAUGE, "Threads of the run.", Resources::threads);
        taken(
                "baton_process_open_fds",
                Kind.GAUGE,
                "Open files and sockets of the run.",
                taken -> known(taken.descriptors()));
        taken(
                "baton_process_max_fds",
                Kind.GAUGE,
                "How many files and sockets the main process may open.",
                taken -> known(taken.descriptorLimit()));
    }

    private void exits() {
        var samples = new ArrayList<Sample>();
        for (var process : processes) {
            Optional.ofNullable(seen.measured().exits().get(process.status().name()))
                    .ifPresent(exit -> samples.add(new Sample(process.labels(), status(exit))));
        }
        family(
                "baton_process_last_exit_status",
                Kind.GAUGE,
                "Exit status of the last run that ended, 128 and the signal where one ended it, -1 where it is not known.",
                PROCESS,
                samples);
    }

    private static int status(Exit exit) {
        return switch (exit) {
            case Exit.Status(var code) -> code;
            case Exit.Killed(var signal) -> SIGNALLED + signal;
            case Exit.Overdue _ -> SIGNALLED + Exit.Overdue.SIGNAL;
            case Exit.Unknown() -> -1;
            case Exit.Unhealthy(var _, var last) -> status(last);
        };
    }

    private void probes() {
        var samples = new ArrayList<Sample>();
        for (var process : processes) {
            for (var kind : LastLooks.Kind.values()) {
                Optional.ofNullable(seen.measured()
                                .probes()
                                .get(new LastLooks.Looked(process.status().name(), kind)))
                        .ifPresent(time -> samples.add(new Sample(
                                List.of(
                                        process.status().name(),
                                        process.status().group(),
                                        word(kind)),
                                time.toNanos() / 1e9)));
            }
        }
        family(
                "baton_process_probe_seconds",
                Kind.GAUGE,
                "How long the last look of a probe took, by a port, HTTP or a command.",
                List.of("process", "group", "probe"),
                samples);
    }

    private static boolean isKept(ProcessStatus status) {
        return status.standby() != null && status.standby() != StandbyState.COLD;
    }

    private List<Sample> states() {
        var samples = new ArrayList<Sample>(processes.size() * STATES.size());
        for (var process : processes) {
            var status = process.status();
            STATES.forEach((state, word) -> samples.add(
                    new Sample(List.of(status.name(), status.group(), word), state == status.status() ? 1 : 0)));
        }
        return samples;
    }

    private List<Sample> restarts() {
        var samples = new ArrayList<Sample>(processes.size() * CAUSES.size());
        for (var process : processes) {
            var status = process.status();
            CAUSES.forEach(cause -> samples.add(new Sample(
                    List.of(status.name(), status.group(), cause),
                    status.restartsByCause().getOrDefault(cause, 0))));
        }
        return samples;
    }

    private static double known(long count) {
        return count < 0 ? Double.NaN : count;
    }

    private void process(String name, Kind kind, String help, ToDoubleFunction<ProcessStatus> value) {
        family(
                name,
                kind,
                help,
                PROCESS,
                processes.stream()
                        .map(process -> new Sample(process.labels(), value.applyAsDouble(process.status())))
                        .toList());
    }

    private void taken(String name, Kind kind, String help, ToDoubleFunction<Resources> value) {
        process(name, kind, help, process -> {
            var taken = seen.resources().get(process.name());
            return taken == null ? 0 : value.applyAsDouble(taken);
        });
    }

    private void heaps() {
        heap(
                "baton_process_jvm_heap_used_bytes",
                Kind.GAUGE,
                "Heap in use at the last collection.",
                JvmCounters::heapUsed);
        heap(
                "baton_process_jvm_heap_committed_bytes",
                Kind.GAUGE,
                "Heap that the JVM has.",
                JvmCounters::heapCommitted);
        heap("baton_process_jvm_heap_max_bytes", Kind.GAUGE, "Heap that the JVM may have.", JvmCounters::heapMax);
        heap("baton_process_jvm_gc_collections", Kind.COUNTER, "Collections of garbage.", JvmCounters::collections);
        heap(
                "baton_process_jvm_gc_seconds",
                Kind.COUNTER,
                "Time of collecting garbage.",
                jvm -> jvm.collecting().toMillis() / 1000.0);
    }

    private void heap(String name, Kind kind, String help, ToDoubleFunction<JvmCounters> value) {
        var samples = new ArrayList<Sample>();
        for (var process : processes) {
            Optional.ofNullable(seen.resources().get(process.status().name()))
                    .flatMap(Resources::jvm)
                    .ifPresent(jvm -> samples.add(new Sample(process.labels(), value.applyAsDouble(jvm))));
        }
        family(name, kind, help, PROCESS, samples);
    }

    private void sessions() {
        var sessions = seen.sessions();
        gauge("baton_sessions", "Sessions that the node holds, with deletions that it remembers.", sessions.entries());
        gauge("baton_sessions_bytes", "Heap that sessions take.", sessions.bytes());
        gauge("baton_sessions_max_bytes", "Heap that local writes may fill with sessions.", sessions.maxBytes());
        gauge("baton_sessions_in_sync", "Whether the node has all sessions of the others.", sessions.inSync() ? 1 : 0);
        family(
                "baton_sessions_writes",
                Kind.COUNTER,
                "Writes of this node, by whether another node has acknowledged them.",
                List.of("outcome"),
                List.of(
                        new Sample(List.of("replicated"), sessions.replicated()),
                        new Sample(List.of("unreplicated"), sessions.unreplicated()),
                        new Sample(List.of("refused"), sessions.refused())));
        counter(
                "baton_sessions_ended_early",
                "Sessions that ended before their time, to make room.",
                sessions.endedEarly());
    }

    private void agent() {
        var agent = seen.agent();
        gauge(
                "baton_agent_start_time_seconds",
                "When the agent was started, in seconds since 1970.",
                seen.mon().startedAt().toEpochMilli() / 1000.0);
        counter("baton_agent_cpu_seconds", "CPU time of the agent.", agent.cpuSeconds());
        gauge("baton_agent_resident_memory_bytes", "Resident memory of the agent.", agent.residentBytes());
        gauge("baton_agent_threads", "Threads of the agent.", agent.threads());
        gauge("baton_agent_open_fds", "Open files and sockets of the agent.", known(agent.descriptors()));
        gauge("baton_agent_max_fds", "How many files and sockets the agent may open.", known(agent.descriptorLimit()));
        gauge("baton_agent_heap_used_bytes", "Heap of the agent that is in use.", agent.heapUsedBytes());
        gauge("baton_agent_heap_max_bytes", "Heap that the agent may have.", agent.heapMaxBytes());
        gauge(
                "baton_logs_free_bytes",
                "What is free on the file system of the node's logs.",
                known(agent.logsFreeBytes()));
        gauge(
                "baton_certificate_end_time_seconds",
                "When the certificate of the cluster port ends, in seconds since 1970; not a number where it has none.",
                agent.certificateEnds()
                        .map(Instant::getEpochSecond)
                        .map(Long::doubleValue)
                        .orElse(Double.NaN));
    }

    private void syslog(SyslogFigures syslog) {
        gauge("baton_events_syslog_up", "Whether the last event could be sent as syslog.", syslog.isUp() ? 1 : 0);
        counter("baton_events_syslog_sent", "Events that were sent as syslog.", syslog.sent());
        counter(
                "baton_events_syslog_dropped",
                "Events that were not kept until the receiver of syslog was there again.",
                syslog.dropped());
        gauge("baton_events_syslog_waiting", "Events that are not sent as syslog yet.", syslog.waiting());
    }

    private void gauge(String name, String help, Number value) {
        family(name, Kind.GAUGE, help, NONE, List.of(new Sample(NONE, value.doubleValue())));
    }

    private void counter(String name, String help, Number value) {
        family(name, Kind.COUNTER, help, NONE, List.of(new Sample(NONE, value.doubleValue())));
    }

    private void family(String name, Kind kind, String help, List<String> labels, List<Sample> samples) {
        families.accept(new Family(name, kind, help, labels, samples));
    }

    /** One sample for each value that there is, 1 for the one that holds. */
    private static <E extends Enum<E>> List<Sample> oneOf(E[] values, E now) {
        return Arrays.stream(values)
                .map(value -> new Sample(List.of(word(value)), value == now ? 1 : 0))
                .toList();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
