package io.github.batonha.actors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.supervision.probe.Check;
import io.github.batonha.supervision.probe.Probe;
import io.github.batonha.supervision.probe.Probes;
import io.github.batonha.supervision.probe.Timing;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the next agent makes of processes with probes that went on without one. */
class AdoptedProbesTest extends NodeTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Probe NONE = Probes.standard(0).liveness();
    private static final Probe ASKED = probe(new Check.Exec(List.of("test", "-e", "ready")));

    @BeforeEach
    void begin() {
        node.write("ready");
    }

    @Test
    void givenItHungWithoutAnAgent_whenTheNextOneComes_thenLivenessIsLookedAtThoughItIsNotReadyAnyMore()
            throws Exception {
        var alive = new Check.Exec(List.of("sh", "-c", "! grep -qx $BATON_PID hangs"));
        var pid = runs(new Probes(ASKED, Duration.ZERO, probe(alive), Duration.ZERO, false));
        Files.delete(node.file("ready"));
        Files.writeString(node.file("hangs"), pid + "\n");

        node.restartAgent();
        node.locals();

        node.await("it failed", () -> node.statusOf("A").message().contains("liveness exec sh failed"));
        node.await("it is another run", () -> node.statusOf("A").restarts() > 0);
    }

    @Test
    void givenItWasReadyOnce_whenTheNextAgentFindsItUnready_thenThatIsNoStartThatTakesTooLong() throws Exception {
        var pid = runs(new Probes(ASKED, LONG, NONE, Duration.ZERO, false));
        Files.delete(node.file("ready"));

        node.restartAgent();
        node.locals();

        assertThat(node.await("A", ProcessState.HEALTHY).pid()).isEqualTo(pid);
    }

    @Test
    void givenNothingIsKnownOfARun_whenItsLogIsSearched_thenLinesOfEarlierRunsAreNotItsOwn() throws Exception {
        node.write("logs/NodeA/A.log", "Started by an earlier run\n");
        node.with(node.sh("A", "exec sleep 600")
                .with(new Probes(probe(new Check.LogLine("Started")), Duration.ZERO, NONE, Duration.ZERO, false)));
        node.locals();
        node.await("it is not ready", () -> node.statusOf("A").message().contains("no such line"));
        var pid = node.statusOf("A").pid();
        Files.delete(node.file("run/NodeA/probes/A"));

        node.restartAgent();
        node.locals();

        node.await("it is looked at", () -> node.statusOf("A").message().contains("no such line"));
        Files.writeString(node.file("logs/NodeA/A.log"), "Started\n", StandardOpenOption.APPEND);
        assertThat(node.await("A", ProcessState.HEALTHY).pid()).isEqualTo(pid);
    }

    private long runs(Probes probes) {
        node.with(node.sh("A", "exec sleep 600").with(probes));
        node.locals();
        var pid = node.await("A", ProcessState.HEALTHY).pid();
        node.await("it is kept", () -> node.read("run/NodeA/probes/A").contains("ready=true"));
        assertThat(pid).isNotNull();
        return pid == null ? 0 : pid;
    }

    private static Probe probe(Check check) {
        return new Probe(check, new Timing(Duration.ZERO, Duration.ofMillis(50), LONG, 1, 2));
    }
}
