package io.github.batonha.actors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.supervision.spec.RestartPolicy;
import io.github.batonha.supervision.spec.RestartRules;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Somebody sets the clock of the host while something has a deadline: the deadline stays where it was, and people see the time of the new clock. */
class ClockStepsTest extends NodeTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void givenAStop_whenTheClockIsSetBack_thenItIsKilledInTimeAndSaidToBeKilledByUs() {
        node.with(node.sh("A", "trap 'touch asked' TERM; touch set; while :; do sleep 0.05; done"));
        var locals = node.locals();
        node.await("A", ProcessState.HEALTHY);
        var replies = node.probe(OperationReply.class);

        locals.tell(new LocalProcesses.Operate(
                TestNode.operation(Operation.Action.STOP, Operation.Scope.PROCESS, "A"), replies.getRef()));
        node.await("A is asked", () -> node.file("asked").toFile().exists());
        node.setClock(HOUR.negated());

        node.await("A", ProcessState.STOPPED);
        assertThat(node.statusOf("A").message()).contains("did not end within 2 s of SIGTERM: killed");
        assertThat(node.events())
                .anyMatch(event -> event instanceof NodeEvent.RunEnded ended
                        && ended.text().equals("did not end within 2 s of SIGTERM: killed"));
    }

    @Test
    void givenABackoff_whenTheClockIsSetBack_thenItStartsWhenItWouldHave() {
        backsOff(Duration.ofSeconds(2));

        node.setClock(HOUR.negated());

        node.await("A is started again", () -> node.statusOf("A").restarts() == 2);
    }

    @Test
    void givenABackoff_whenTheClockIsSet_thenTheTimeOfTheNewClockIsShown() {
        backsOff(Duration.ofSeconds(60));
        node.setClock(HOUR.multipliedBy(3));

        var expected = node.wallTime().plusSeconds(3600);

        node.await("it shows the new time", () -> {
            var message = node.statusOf("A").message();
            var shown = message.replaceAll(".*started again at (\\S+), for.*", "$1");
            return Instant.parse(shown).isBefore(expected)
                    && Instant.parse(shown).isAfter(node.wallTime());
        });
        assertThat(node.statusOf("A").restarts()).isEqualTo(1);
    }

    @Test
    void givenABackoff_whenTheClockIsSetBackAndTheAgentIsKilled_thenTheNextOneStartsItInTime() throws Exception {
        backsOff(Duration.ofSeconds(4));
        node.await("it is kept", () -> node.read("run/NodeA/past/A.past").contains("state=BackingOff"));
        node.setClock(HOUR.negated());

        node.restartAgent();
        node.locals();

        node.await("A is started again", () -> node.statusOf("A").restarts() == 2);
    }

    @Test
    void givenRestartsWithinThePeriod_whenTheClockIsSetFurther_thenTheyStillCount() {
        var two = RestartRules.of(RestartPolicy.PERMANENT)
                .withBackoff(Duration.ofMillis(20))
                .withIntensity(2, Duration.ofMinutes(30));
        node.with(TestNode.with(
                node.sh(
                        "A",
                        "echo >> runs; while test $(wc -l < runs) -eq 2 && ! test -e set; do sleep 0.02; done; exit 3"),
                two));
        node.locals();
        node.await("A runs a second time", () -> node.read("runs").lines().count() == 2);

        node.setClock(HOUR);
        node.write("set");

        assertThat(node.await("A", ProcessState.ERROR).restarts()).isEqualTo(2);
    }

    @Test
    void givenARun_whenTheClockIsSet_thenItsUptimeIsWhatItHasLived() {
        node.with(node.sh("A", "exec sleep 600"));
        node.locals();
        node.await("A", ProcessState.HEALTHY);

        node.setClock(HOUR);
        TestNode.kill(node.runs().live("A").orElseThrow());

        node.await("A is restarted", () -> node.statusOf("A").restarts() == 1);
        var status = node.await("A", ProcessState.HEALTHY);
        assertThat(status.uptimeSeconds()).isLessThan(600);
    }

    private void backsOff(Duration backoff) {
        node.with(TestNode.with(
                node.sh("A", "echo no database >&2; exit 3"),
                RestartRules.of(RestartPolicy.PERMANENT).withBackoff(backoff)));
        node.locals();
        node.await("A backs off", () -> node.statusOf("A").message().contains("started again at"));
        assertThat(node.statusOf("A").restarts()).isEqualTo(1);
    }
}
