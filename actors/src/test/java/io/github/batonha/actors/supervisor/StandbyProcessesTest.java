package io.github.batonha.actors.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.StandbyState;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.client.StandbyPage;
import io.github.batonha.supervision.os.Environ;
import io.github.batonha.supervision.run.StandbyFiles;
import io.github.batonha.supervision.spec.RestartPolicy;
import java.nio.file.Files;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

/** Warm standbys: held, promoted, restarted, replaced. */
class StandbyProcessesTest extends StandbyTest {

    @Test
    void givenAWarmProcess_whenTheNodeIsNotPrimary_thenItIsHeldWithAPidAndWaitsForNobody() {
        node.with(warm("P", GOOD, "A"), node.spec("A", false, RestartPolicy.PERMANENT, "exit 1"));
        var locals = node.locals();

        locals.tell(new LocalProcesses.StandbyBegins());

        var standby = awaitWarm("P");
        assertThat(standby.pid()).isEqualTo(run("P").pid());
        assertThat(run("P").isStandby()).isTrue();
        assertThat(Environ.of(run("P").pid())).containsKey(StandbyFiles.VARIABLE);
        assertThat(node.read("works.txt")).isEmpty();
        assertThat(node.events()).noneMatch(StandbyProcessesTest::saysHealthy);
    }

    @Test
    void givenAStandby_whenTheNodeBecomesPrimary_thenItIsPromotedAndNothingIsStarted() {
        node.with(warm("P", GOOD));
        var locals = node.locals();
        locals.tell(new LocalProcesses.StandbyBegins());
        var held = awaitWarm("P");

        becomePrimary(locals);

        var working = node.await("P", ProcessState.HEALTHY);
        assertThat(working.pid()).isEqualTo(held.pid());
        assertThat(run("P").epoch()).isEqualTo(5);
        node.await("it works", () -> node.read("works.txt").equals("works\n"));
        assertThat(node.read("cold.txt")).isEmpty();
    }

    @Test
    void givenAPromotedProcess_whenItCrashes_thenItStartsFromNothingInItsEpoch() {
        node.with(warm("P", GOOD));
        var locals = node.locals();
        locals.tell(new LocalProcesses.StandbyBegins());
        awaitWarm("P");
        becomePrimary(locals);
        node.await("it works", () -> node.read("works.txt").equals("works\n"));
        var first = run("P");

        TestNode.kill(first);

        node.await("it runs again", () -> node.read("cold.txt").equals("cold\n"));
        assertThat(run("P").epoch()).isEqualTo(5);
        node.await("P", ProcessState.HEALTHY);
    }

    @Test
    void givenAStandbyThatIsDeaf_whenPromoted_thenItIsKilledAndStartedFromNothing() {
        node.with(warm("P", DEAF));
        var locals = node.locals();
        locals.tell(new LocalProcesses.StandbyBegins());
        var held = awaitWarm("P");

        becomePrimary(locals);

        node.await("it is started from nothing", () -> node.read("cold.txt").equals("cold\n"));
        assertThat(run("P").pid()).isNotEqualTo(held.pid());
        assertThat(run("P").epoch()).isEqualTo(5);
        assertThat(node.events())
                .anyMatch(event -> event instanceof NodeEvent.Trouble(var text)
                        && text.contains("did not acknowledge its promotion"));
    }

    @Test
    void givenAStandbyThatSomebodyStopped_whenItIsStartedByName_thenItIsWarmAgain() {
        node.with(warm("P", GOOD));
        var locals = node.locals();
        locals.tell(new LocalProcesses.StandbyBegins());
        awaitWarm("P");
        operate(locals, Operation.Action.STOP);
        node.await("it is stopped", () -> node.statusOf("P").standby() == StandbyState.FAILED);

        var replies = node.probe(OperationReply.class);
        locals.tell(new LocalProcesses.Operate(
                TestNode.operation(Operation.Action.START, Operation.Scope.PROCESS, "P"), replies.getRef()));
        var happened = (OperationReply.Happened) replies.receiveMessage(TestNode.SOON);

        assertThat(happened.outcome().result()).isEqualTo(Outcome.Result.DONE);
        awaitWarm("P");
    }

    @Test
    void givenAStandbyThatCrashes_whenRestarted_thenItIsWarmAgainAndNeverHealthy() {
        node.with(warm("P", GOOD));
        var locals = node.locals();
        locals.tell(new LocalProcesses.StandbyBegins());
        awaitWarm("P");
        node.watch("P");
        var first = run("P");

        TestNode.kill(first);

        node.await(
                "another one is held",
                () -> node.runs()
                        .live("P")
                        .filter(run -> run.isStandby() && run.pid() != first.pid())
                        .isPresent());
        var again = awaitWarm("P");
        assertThat(again.restarts()).isEqualTo(1);
        assertThat(node.watched()).containsOnly(ProcessState.STANDBY);
        assertThat(node.events())
                .anyMatch(event -> event instanceof NodeEvent.RunEnded ended && ended.pid() == first.pid());
    }

    @Test
    void givenAnAgentThatEndsBetweenRecordAndOrder_whenTheNextOneAdoptsTheRun_thenTheOrderComes() throws Exception {
        node.with(warm("P", GOOD));
        node.locals().tell(new LocalProcesses.StandbyBegins());
        awaitWarm("P");
        var record = node.runDirectory().resolve("runs/P.run");

        node.restartAgent(
                () -> Files.writeString(record, Files.readString(record).replace("epoch=-1\n", "epoch=5\n")));
        assertThat(node.runs().hasLiveRunOf(5)).isTrue();
        assertThat(node.read("works.txt")).isEmpty();
        node.primaryOnly(5);

        node.await("it works", () -> node.read("works.txt").equals("works\n"));
        assertThat(StandbyPage.order(page())).isEqualTo(5);
    }

    @Test
    void givenStandbys_whenTheNodeStops_thenTheyEnd() {
        node.with(warm("P", GOOD));
        var locals = node.locals();
        locals.tell(new LocalProcesses.StandbyBegins());
        awaitWarm("P");
        var stopped = node.probe(LocalProcesses.StoppedAll.class);

        locals.tell(new LocalProcesses.StopAll(stopped.getRef()));

        stopped.expectMessage(TestNode.SOON, new LocalProcesses.StoppedAll());
        assertThat(node.runs().live()).isEmpty();
    }

    @Test
    void givenAStandby_whenToldToStartByName_thenItIsRefusedAsItsWorkIsElsewhere() {
        node.with(warm("P", GOOD));
        var locals = node.locals();
        locals.tell(new LocalProcesses.StandbyBegins());
        awaitWarm("P");
        var replies = node.probe(OperationReply.class);

        locals.tell(new LocalProcesses.Operate(
                TestNode.operation(Operation.Action.START, Operation.Scope.PROCESS, "P"), replies.getRef()));

        var happened = (OperationReply.Happened) replies.receiveMessage(TestNode.SOON);
        assertThat(happened.outcome().result()).isEqualTo(Outcome.Result.REFUSED);
        assertThat(happened.outcome().text()).contains("it runs on the primary alone");
    }

    @Test
    void givenAStandby_whenTheServerIsStoppedAndStarted_thenItEndsAndIsWarmAgain() {
        node.with(warm("P", GOOD));
        var locals = node.locals();
        locals.tell(new LocalProcesses.StandbyBegins());
        awaitWarm("P");

        operate(locals, Operation.Action.STOP);
        assertThat(node.runs().live()).isEmpty();
        // The order is answered before the last report has come through its parents.
        node.await("it is shown as a standby that is not warm", () -> {
            var status = node.statusOf("P");
            return status.status() == ProcessState.STANDBY && status.message().startsWith("not warm");
        });

        operate(locals, Operation.Action.START);
        awaitWarm("P");
    }

    @Test
    void givenAProcessThatIsColdNow_whenReconfigured_thenItsStandbyEnds() {
        node.with(warm("P", GOOD));
        var locals = node.locals();
        locals.tell(new LocalProcesses.StandbyBegins());
        awaitWarm("P");
        var replies = node.probe(OperationReply.class);
        var swapped = node.probe(LocalProcesses.Reconfigured.class);

        locals.tell(new LocalProcesses.Reconfigure(
                node.definition(node.spec("P", true, RestartPolicy.PERMANENT, GOOD)),
                Set.of(),
                Set.of(),
                swapped.getRef(),
                replies.getRef()));

        swapped.receiveMessage(TestNode.SOON);
        node.await("it ends", () -> node.runs().live().isEmpty());
        node.await("it is shown without a pid", () -> node.statusOf("P").pid() == null);
    }

    @Test
    void givenAStandbyOfAnotherCommandLine_whenReconfigured_thenItIsReplaced() {
        node.with(warm("P", GOOD));
        var locals = node.locals();
        locals.tell(new LocalProcesses.StandbyBegins());
        awaitWarm("P");
        var first = run("P");
        var replies = node.probe(OperationReply.class);
        var swapped = node.probe(LocalProcesses.Reconfigured.class);

        locals.tell(new LocalProcesses.Reconfigure(
                node.definition(warm("P", "true; " + GOOD)), Set.of(), Set.of(), swapped.getRef(), replies.getRef()));

        node.await(
                "another one is held",
                () -> node.runs()
                        .live("P")
                        .filter(run -> run.isStandby() && run.pid() != first.pid())
                        .isPresent());
        awaitWarm("P");
    }

    private void operate(ActorRef<LocalProcesses.Command> locals, Operation.Action action) {
        var replies = node.probe(OperationReply.class);
        locals.tell(
                new LocalProcesses.Operate(TestNode.operation(action, Operation.Scope.SERVER, ""), replies.getRef()));
        while (!(replies.receiveMessage(TestNode.SOON) instanceof OperationReply.Finished)) {
            // one line for each process
        }
    }

    private static boolean saysHealthy(NodeEvent event) {
        return event instanceof NodeEvent.ProcessChanged changed && changed.to().equals(ProcessState.HEALTHY.name());
    }
}
