package io.github.batonha.actors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.supervision.probe.Check;
import io.github.batonha.supervision.probe.Probe;
import io.github.batonha.supervision.probe.Probes;
import io.github.batonha.supervision.probe.Timing;
import io.github.batonha.supervision.spec.ChildSpec;
import io.github.batonha.supervision.spec.RestartPolicy;
import io.github.batonha.supervision.spec.RestartRules;
import java.time.Duration;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

/** Jobs that are done once, and what waits for them. */
class OneshotTest extends NodeTest {

    private static final String SLEEPS = "echo app >> order; exec sleep 600";

    @Test
    void givenAJob_whenItEndsWithSuccess_thenItIsDoneAndWhatDependsOnItStarts() {
        node.with(job("while ! test -e go; do sleep 0.05; done; echo job >> order"), node.sh("APP", SLEEPS, "JOB"));
        node.locals();
        node.await("APP waits", () -> node.statusOf("APP").message().equals("waiting for JOB (RUNNING)"));

        node.write("go");

        node.await("APP", ProcessState.HEALTHY);
        assertThat(node.statusOf("JOB").status()).isEqualTo(ProcessState.DONE);
        assertThat(node.statusOf("JOB").message()).isEqualTo("exit status 0; it has done its work");
        assertThat(ProcessState.DONE.isHealthy()).isTrue();
        assertThat(node.read("order")).isEqualTo("job\napp\n");
    }

    @Test
    void givenATransientProcess_whenItEndsWithSuccess_thenWhatDependsOnItStarts() {
        node.with(node.spec("JOB", false, RestartPolicy.TRANSIENT, "exit 0"), node.sh("APP", SLEEPS, "JOB"));

        node.locals();

        node.await("APP", ProcessState.HEALTHY);
    }

    @Test
    void givenAJob_whenItFails_thenWhatDependsOnItDoesNotStart() {
        node.with(
                TestNode.with(job("exit 1"), rules().withIntensity(0, Duration.ofMinutes(1)))
                        .with(DONE),
                node.sh("APP", SLEEPS, "JOB"));

        node.locals();

        node.await("JOB", ProcessState.ERROR);
        node.await("APP waits", () -> node.statusOf("APP").message().equals("waiting for JOB (ERROR)"));
        assertThat(node.read("order")).isEmpty();
    }

    @Test
    void givenAJobThatIsDone_whenTheAgentIsKilledAndNothingOutlivesIt_thenItIsNotDoneAgain() throws Exception {
        node.with(job("echo job >> order"));
        node.locals();
        node.await("JOB", ProcessState.DONE);
        node.await("it is kept", () -> node.read("run/NodeA/past/JOB.past").contains("state=Finished"));

        node.restartAgent();
        node.with(node.sh("APP", SLEEPS, "JOB"));
        node.locals();

        node.await("APP", ProcessState.HEALTHY);
        assertThat(node.await("JOB", ProcessState.DONE).message()).isEqualTo("exit status 0; it has done its work");
        assertThat(node.read("order")).isEqualTo("job\napp\n");
    }

    @Test
    void givenAJobThatIsDone_whenItsGroupIsRestarted_thenOnlyTheOthersAre() {
        node.with(job("echo job >> order"), node.sh("APP", SLEEPS, "JOB"));
        var locals = node.locals();
        node.await("APP", ProcessState.HEALTHY);
        var before = node.statusOf("APP").pid();

        operate(locals, Operation.Action.RESTART, Operation.Scope.GROUP, "GROUP");

        node.await("APP", ProcessState.HEALTHY);
        assertThat(node.statusOf("APP").pid()).isNotEqualTo(before);
        assertThat(node.read("order")).isEqualTo("job\napp\napp\n");
    }

    @Test
    void givenAJobThatIsDone_whenAnotherDefinitionStartsItAgain_thenWhatDependsOnItWaitsForIt() {
        node.with(job("echo job >> order"), node.sh("APP", SLEEPS, "JOB"));
        var locals = node.locals();
        node.await("APP", ProcessState.HEALTHY);
        var next = node.definition(job("sleep 0.3; echo again >> order"), node.sh("APP", SLEEPS, "JOB"));
        var replies = node.probe(OperationReply.class);

        locals.tell(new LocalProcesses.Reconfigure(
                next,
                Set.of("APP"),
                Set.of("JOB", "APP"),
                node.probe(LocalProcesses.Reconfigured.class).getRef(),
                replies.getRef()));
        untilFinished(replies);

        assertThat(node.read("order")).isEqualTo("job\napp\nagain\napp\n");
    }

    private static final Probes DONE = new Probes(
            new Probe(new Check.Ended(), Timing.every(Duration.ofSeconds(1))),
            Duration.ZERO,
            Probes.standard(0).liveness(),
            Duration.ZERO,
            false);

    private static RestartRules rules() {
        return RestartRules.of(RestartPolicy.ONESHOT).withBackoff(Duration.ofMillis(20));
    }

    private ChildSpec job(String script) {
        return node.spec("JOB", false, RestartPolicy.ONESHOT, script).with(DONE);
    }

    private void operate(
            ActorRef<LocalProcesses.Command> locals, Operation.Action action, Operation.Scope scope, String name) {
        var replies = node.probe(OperationReply.class);
        locals.tell(new LocalProcesses.Operate(TestNode.operation(action, scope, name), replies.getRef()));
        untilFinished(replies);
    }

    private static void untilFinished(TestProbe<OperationReply> replies) {
        while (replies.receiveMessage(TestNode.SOON) instanceof OperationReply.Happened) {
            // on its way
        }
    }
}
