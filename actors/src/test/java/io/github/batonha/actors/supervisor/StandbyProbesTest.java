package io.github.batonha.actors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.StandbyState;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.supervision.probe.Check;
import io.github.batonha.supervision.probe.Probe;
import io.github.batonha.supervision.probe.Probes;
import io.github.batonha.supervision.probe.Timing;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

/** What is asked of a process while it waits as a warm standby. */
class StandbyProbesTest extends StandbyTest {

    private static final Probe NO_LIVENESS = Probes.standard(0).liveness();
    private static final String LOOKS = "echo look >> looks.txt; ";

    @Test
    void givenReadinessThatIsAskedInStandby_whenItIsNotReady_thenItIsNotWarmUntilItIs() throws Exception {
        node.with(warm("P", GOOD).with(ready(inStandby("test -e ready"))));
        begin();

        node.await("it is asked", () -> node.statusOf("P").message().contains("not ready: exec sh"));
        assertThat(node.statusOf("P").status()).isEqualTo(ProcessState.STANDBY);
        assertThat(node.statusOf("P").standby()).isEqualTo(StandbyState.WARMING);
        Files.createFile(node.file("ready"));

        awaitWarm("P");
    }

    @Test
    void givenProbesThatAreNotAskedInStandby_whenItWaits_thenItIsWarmAndNobodyLooks() {
        node.with(
                warm("A", GOOD).with(probes(inStandby("true"), inStandby(LOOKS))),
                warm("P", GOOD).with(probes(atWork("touch asked; false"), atWork("touch asked; false"))));
        begin();

        awaitWarm("P");
        node.await("the other one is looked at", () -> node.read("looks.txt").length() >= "look\n".length() * 5);

        assertThat(node.file("asked")).doesNotExist();
        assertThat(node.statusOf("P").standby()).isEqualTo(StandbyState.WARM);
    }

    @Test
    void givenLivenessThatIsAskedInStandby_whenItFails_thenTheStandbyIsRestartedWithEvidence() throws Exception {
        node.with(warm("P", GOOD).with(probes(atWork("false"), inStandby("! grep -qx $BATON_PID hangs"))));
        begin();
        var first = awaitWarm("P");
        node.watch("P");

        Files.writeString(node.file("hangs"), first.pid() + "\n");

        node.await("it is another run", () -> node.statusOf("P").restarts() == 1);
        assertThat(awaitWarm("P").pid()).isNotEqualTo(first.pid());
        assertThat(node.watched()).containsOnly(ProcessState.STANDBY);
        assertThat(node.events())
                .anyMatch(event -> event instanceof NodeEvent.EvidenceTaken taken
                        && taken.text().startsWith("liveness exec sh failed 2 times in a row"))
                .noneMatch(event -> event instanceof NodeEvent.ProcessChanged changed
                        && changed.to().equals(ProcessState.HEALTHY.name()));
    }

    @Test
    void givenAStandbyThatNeverWaits_whenItsTimeToStartIsOver_thenItIsRestarted() {
        node.with(warm("P", COLD + "echo started >> started.txt; " + SLEEPS)
                .with(new Probes(
                        Probes.standard(0).readiness(), Duration.ofMillis(300), NO_LIVENESS, Duration.ZERO, false)));
        begin();

        node.await("it is started again", () -> node.read("started.txt").length() > "started\n".length());

        node.await("it says why", () -> node.statusOf("P").message().contains("not ready within 300 ms"));
    }

    @Test
    void givenAReadyStandby_whenAnAgentEndsAtItsPromotion_thenTheNextOneAsksWhetherItIsReadyToWork() throws Exception {
        node.with(warm("P", GOOD).with(probes(inStandby("test -e ready"), inStandby("true"))));
        Files.createFile(node.file("ready"));
        begin();
        awaitWarm("P");
        node.await("it is kept", () -> node.read("run/NodeA/probes/P").contains("ready=true"));
        Files.delete(node.file("ready"));
        var record = node.runDirectory().resolve("runs/P.run");

        node.restartAgent(
                () -> Files.writeString(record, Files.readString(record).replace("epoch=-1\n", "epoch=5\n")));
        node.primaryOnly(5);

        node.await("it is asked", () -> node.statusOf("P").message().contains("not ready: exec sh"));
        Files.createFile(node.file("ready"));
        node.await("P", ProcessState.HEALTHY);
    }

    @Test
    void givenAReadyStandby_whenTheAgentIsReplaced_thenItIsWarmAtOnce() throws Exception {
        node.with(warm("P", GOOD).with(probes(inStandby("test -e ready"), inStandby("true"))));
        Files.createFile(node.file("ready"));
        begin();
        var held = awaitWarm("P");
        node.await("it is kept", () -> node.read("run/NodeA/probes/P").contains("ready=true"));
        Files.delete(node.file("ready"));

        node.restartAgent();
        begin();

        assertThat(awaitWarm("P").pid()).isEqualTo(held.pid());
    }

    private void begin() {
        ActorRef<LocalProcesses.Command> locals = node.locals();
        locals.tell(new LocalProcesses.StandbyBegins());
    }

    private static Probes ready(Probe readiness) {
        return probes(readiness, NO_LIVENESS);
    }

    private static Probes probes(Probe readiness, Probe liveness) {
        return new Probes(readiness, Duration.ZERO, liveness, Duration.ZERO, false);
    }

    private static Probe inStandby(String script) {
        return new Probe(atWork(script).check(), atWork(script).timing(), true);
    }

    private static Probe atWork(String script) {
        return new Probe(
                new Check.Exec(List.of("sh", "-c", script)),
                new Timing(Duration.ZERO, Duration.ofMillis(50), Duration.ofSeconds(10), 1, 2));
    }
}
