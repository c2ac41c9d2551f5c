package io.github.batonha.actors.metrics;

import io.github.batonha.actors.api.HistoryEntry;
import io.github.batonha.actors.api.HistoryEntry.Phase;
import io.github.batonha.actors.api.Mon;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.api.SyslogFigures;
import io.github.batonha.actors.launch.LastLooks;
import io.github.batonha.actors.sessions.SessionsStatus;
import io.github.batonha.supervision.os.Exit;
import io.github.batonha.supervision.os.JvmCounters;
import io.github.batonha.supervision.run.Resources;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Observations of a node of two. */
public final class Observations {

    static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private Observations() {}

    /** A JVM that runs, one on standby, and a silent other node. */
    public static Observation two() {
        var web = new ProcessStatus(
                "WEB_SERVER",
                "WEB",
                4711L,
                8001,
                ProcessState.HEALTHY,
                12.5,
                3.0,
                60,
                2,
                Map.of("crash", 2),
                false,
                "said \"password=x\"");
        var consolidator =
                new ProcessStatus("CONSOLIDATOR", "AUTH", null, null, ProcessState.STANDBY, 0, 0, 0, 0, true, "");
        var mon = new Mon(
                "NodeA", Role.PRIMARY, 7, NOON.minusSeconds(3600), "DEV", "abc", List.of(web, consolidator), null);
        var nodes = List.of(
                node("NodeA", NodeView.State.UP, Role.PRIMARY, 0, "abc"),
                node("NodeB", NodeView.State.DOWN, Role.UNKNOWN, 42, "abd"),
                node("NodeC", NodeView.State.DOWN, Role.UNKNOWN, -1, ""));
        var jvm = new JvmCounters(1000, 2000, 3000, 5, Duration.ofMillis(250));
        return new Observation(
                NOON,
                mon,
                new MonCluster(new MonCluster.Primary("NodeA", 7, "op", List.of(), List.of()), nodes),
                new Observation.Measured(
                        Map.of(
                                "WEB_SERVER",
                                new Resources(2, Duration.ofMillis(1500), 1 << 20, -1, 7, -1, 1024, Optional.of(jvm))),
                        Map.of(
                                new LastLooks.Looked("WEB_SERVER", LastLooks.Kind.LIVENESS), Duration.ofMillis(25),
                                new LastLooks.Looked("GONE", LastLooks.Kind.LIVENESS), Duration.ofMillis(1)),
                        Map.of("WEB_SERVER", new Exit.Killed(9), "GONE", new Exit.Status(1))),
                new SessionsStatus("NodeA", 10, 2000, 4000, true, List.of(), 5, 1, 0, 50, 0, "", true),
                List.of(
                        entry(
                                HistoryEntry.Outcome.DONE,
                                new Phase("ask", "NodeA", 4),
                                new Phase("release", "NodeA", 1210),
                                new Phase("stop", "NodeB", 1200),
                                new Phase("ending", "NodeB", 1202),
                                new Phase("takeover", "NodeA", 12)),
                        entry(HistoryEntry.Outcome.DONE, new Phase("ask", "NodeA", 30)),
                        entry(HistoryEntry.Outcome.REFUSED, new Phase("ask", "NodeA", 2000))),
                new AgentFigures(
                        1.5,
                        100,
                        20,
                        90,
                        -1,
                        30,
                        800,
                        5000,
                        Optional.of(NOON),
                        Optional.of(new SyslogFigures(true, 7, 2, 1))),
                Map.of());
    }

    /** The same, with more in the history. */
    static Observation after(HistoryEntry... more) {
        var seen = two();
        return new Observation(
                seen.at(),
                seen.mon(),
                seen.cluster(),
                seen.measured(),
                seen.sessions(),
                Stream.concat(seen.history().stream(), Stream.of(more)).toList(),
                seen.agent(),
                Map.of());
    }

    /** The same, with what these processes tell of themselves. */
    static Observation with(Map<String, Exposition> applications) {
        var seen = two();
        return new Observation(
                seen.at(),
                seen.mon(),
                seen.cluster(),
                seen.measured(),
                seen.sessions(),
                seen.history(),
                seen.agent(),
                applications);
    }

    private static NodeView node(String name, NodeView.State state, Role role, long age, String revision) {
        return new NodeView(name, state, role, age, List.of(), null, revision, "");
    }

    private static HistoryEntry entry(HistoryEntry.Outcome outcome, Phase... phases) {
        return new HistoryEntry(7, null, "NodeA", "op", "", NOON, List.of(), outcome, "", List.of(), List.of(phases));
    }

    /** As a client gets it. */
    static String text(List<Family> families, String accept) {
        var text = new ByteArrayOutputStream();
        PrometheusText.write(families, accept, text::writeBytes);
        return text.toString(StandardCharsets.UTF_8);
    }
}
