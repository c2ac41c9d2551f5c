package io.github.batonha.actors.drain;

import static io.github.batonha.actors.fixture.Definitions.server;
import static io.github.batonha.actors.fixture.Definitions.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.DrainRequest;
import io.github.batonha.actors.api.Mon;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.Operation;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.api.UndrainRequest;
import io.github.batonha.actors.fixture.Definitions;
import io.github.batonha.actors.supervisor.LocalProcesses;
import io.github.batonha.actors.view.ClusterView;
import io.github.batonha.conf.model.CurrentDefinition;
import io.github.batonha.conf.model.HealthSettings;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.clock.Clocks;
import io.github.batonha.supervision.clock.SteadyClock;
import io.github.batonha.supervision.drain.Admission;
import io.github.batonha.supervision.run.RunTable;
import io.github.batonha.supervision.run.WantedStore;
import io.github.batonha.test.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainActorTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final DrainRequest STOP = new DrainRequest(null, 60, true, false, "ops");

    @TempDir
    Path folder;

    private final ActorTestKit kit = ActorTestKit.create();
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicReference<Role> role = new AtomicReference<>(Role.SECONDARY);
    private final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
    private final TestProbe<LocalProcesses.Command> processes = kit.createTestProbe(LocalProcesses.Command.class);
    private final NodeDefinition definition = definition();
    private RunTable runs;
    private DrainResources hold;
    private ActorRef<DrainActor.Command> actor;

    private static NodeDefinition definition() {
        var plain = Definitions.of(
                "NodeA",
                Definitions.hosts("NodeA"),
                server("ROUTER", true),
                server("FEED", true),
                server("JOB", true),
                server("IMPORT", true));
        var settings = plain.settings().withHealth(new HealthSettings(0, 0, SOON, Duration.ZERO, true));
        return new NodeDefinition(
                plain.system(),
                plain.self(),
                plain.hosts(),
                plain.processes(),
                plain.environment(),
                plain.hash(),
                settings,
                Definitions.health(settings.health()),
                false);
    }

    @BeforeEach
    void start() throws IOException {
        runs = RunTable.open(folder, InstantSource.system());
        openHold();
        actor = spawn();
    }

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final InstantSource wall = () -> InstantSource.system().instant().plus(ahead.get());
    private final Clocks clocks = new Clocks(wall, SteadyClock.from(wall, System::nanoTime));

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
        blocking.close();
        runs.close();
    }

    private WantedStore openHold() throws IOException {
        var wanted = WantedStore.open(folder);
        hold = DrainResources.open(folder, definition, runs, wanted, clocks);
        return wanted;
    }

    private ActorRef<DrainActor.Command> spawn() {
        return kit.spawn(DrainActor.create(new DrainDeps(
                new CurrentDefinition(definition),
                hold,
                runs,
                kit.spawn(view()),
                processes.getRef(),
                clocks,
                blocking)));
    }

    /** A node whose FEED was stopped by hand; one job has done its work, another one has failed. */
    private Behavior<ClusterView.Command> view() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case ClusterView.GetMon(var replyTo) ->
                    replyTo.tell(new Mon(
                            "NodeA",
                            role.get(),
                            1,
                            Instant.EPOCH,
                            "TEST",
                            "",
                            List.of(
                                    status("IMPORT", ProcessState.MISSING),
                                    status("JOB", ProcessState.DONE),
                                    status("ROUTER", ProcessState.HEALTHY),
                                    status("FEED", ProcessState.STOPPED)),
                            null));
                case ClusterView.GetMonCluster(var replyTo) ->
                    replyTo.tell(new MonCluster(
                            null,
                            List.of(new NodeView(
                                    "NodeA", MonCluster.NodeView.State.UP, role.get(), 0, List.of(), null, "", ""))));
                case ClusterView.DrainSaid(var drain) -> told.add(String.valueOf(drain));
                // Nobody tells it anything else here.
                case ClusterView.Command _ -> throw new AssertionError(command);
            }
            return Behaviors.same();
        });
    }

    private static List<Progress> untilFinal(TestProbe<Progress> probe) {
        var lines = new ArrayList<Progress>();
        do {
            lines.add(probe.receiveMessage(SOON));
        } while (!lines.getLast().isFinal());
        return lines;
    }

    private void answerOperation(Operation.Action action, Operation.Scope scope, String name) {
        var operate = processes.expectMessageClass(LocalProcesses.Operate.class, SOON);
        assertThat(operate.operation().action()).isEqualTo(action);
        assertThat(operate.operation().scope()).isEqualTo(scope);
        assertThat(operate.operation().name()).isEqualTo(name);
        operate.replyTo().tell(new OperationReply.Happened(new Outcome("NodeA", "ROUTER", Result.DONE, "it is so")));
        operate.replyTo().tell(new OperationReply.Finished("NodeA"));
    }

    @Test
    void givenNobodyIsConnected_whenDrained_thenBalancersComeFirstAndAfterARestartOnlyWhatRanIsStartedAgain()
            throws IOException {
        var drainer = kit.createTestProbe(Progress.class);
        actor.tell(new DrainActor.DrainNode(STOP, drainer.getRef()));
        Await.until("balancers to be told", SOON, () -> hold.state().admission() == Admission.CLOSED);
        answerOperation(Operation.Action.STOP, Operation.Scope.SERVER, "");

        var lines = untilFinal(drainer);
        assertThat(lines.getLast().outcome()).isEqualTo(Progress.Outcome.DONE);
        assertThat(lines)
                .extracting(Progress::phase)
                .filteredOn(phase -> phase != Progress.Phase.WAIT)
                .extracting(Progress.Phase::toString)
                .containsSubsequence("balancer", "users", "leave", "stop", "stop", "drain");
        assertThat(lines).extracting(Progress::text).anyMatch(text -> text.contains("nowhere to go"));
        Await.until(
                "the record",
                SOON,
                () -> Files.readString(folder.resolve("drain")).contains("state=stopped"));

        var wanted = openHold();
        assertThat(wanted.isWanted("ROUTER", 0, true)).isFalse();
        assertThat(wanted.isWanted("FEED", 0, true)).isTrue();
        var undrainer = kit.createTestProbe(Progress.class);
        spawn().tell(new DrainActor.UndrainNode(new UndrainRequest(null, "ops"), undrainer.getRef()));
        answerOperation(Operation.Action.START, Operation.Scope.PROCESS, "ROUTER");

        assertThat(untilFinal(undrainer).getLast().outcome()).isEqualTo(Progress.Outcome.DONE);
        processes.expectNoMessage(Duration.ZERO);
        assertThat(hold.state().admission()).isEqualTo(Admission.OPEN);
        Await.until("no record", SOON, () -> Files.notExists(folder.resolve("drain")));
        assertThat(told).containsSubsequence("DRAINING", "DRAINED", "null");
    }

    @Test
    void givenTheClockIsSetBackDuringADrain_whenTimePasses_thenTheDrainGoesOn() {
        var drainer = kit.createTestProbe(Progress.class);
        actor.tell(new DrainActor.DrainNode(STOP, drainer.getRef()));
        assertThat(drainer.receiveMessage(SOON).phase()).isEqualTo(Progress.Phase.BALANCER);

        ahead.set(Duration.ofHours(-1));
        answerOperation(Operation.Action.STOP, Operation.Scope.SERVER, "");

        assertThat(untilFinal(drainer).getLast().outcome()).isEqualTo(Progress.Outcome.DONE);
    }

    @Test
    void givenThePrimary_whenDrained_thenItIsRefusedAndNothingIsStored() {
        role.set(Role.PRIMARY);
        var drainer = kit.createTestProbe(Progress.class);

        actor.tell(new DrainActor.DrainNode(STOP, drainer.getRef()));

        var last = untilFinal(drainer).getLast();
        assertThat(last.outcome()).isEqualTo(Progress.Outcome.REFUSED);
        assertThat(last.remedy()).contains("set-primary");
        assertThat(hold.state().admission()).isEqualTo(Admission.OPEN);
        assertThat(folder.resolve("drain")).doesNotExist();
    }

    @Test
    void givenSomethingCannotBeStopped_whenDrained_thenItIsNamed() {
        var drainer = kit.createTestProbe(Progress.class);
        actor.tell(new DrainActor.DrainNode(STOP, drainer.getRef()));

        var operate = processes.expectMessageClass(LocalProcesses.Operate.class, SOON);
        operate.replyTo()
                .tell(new OperationReply.Happened(new Outcome("NodeA", "ROUTER", Result.FAILED, "it will not")));
        operate.replyTo().tell(new OperationReply.Finished("NodeA"));

        var last = untilFinal(drainer).getLast();
        assertThat(last.outcome()).isEqualTo(Progress.Outcome.REFUSED);
        assertThat(last.text()).contains("ROUTER");
    }

    @Test
    void givenADrainOfSomebodyElse_whenFollowed_thenItsEndIsToldAndNothingIsOrdered() {
        var drainer = kit.createTestProbe(Progress.class);
        var follower = kit.createTestProbe(Progress.class);
        var before = kit.createTestProbe(Progress.class);
        actor.tell(new DrainActor.FollowNode(before.getRef()));
        assertThat(untilFinal(before).getLast().text()).isEqualTo("NodeA is not drained");
        actor.tell(new DrainActor.DrainNode(STOP, drainer.getRef()));
        assertThat(drainer.receiveMessage(SOON).phase()).isEqualTo(Progress.Phase.BALANCER);

        actor.tell(new DrainActor.FollowNode(follower.getRef()));
        answerOperation(Operation.Action.STOP, Operation.Scope.SERVER, "");

        assertThat(untilFinal(follower).getLast())
                .returns(Progress.Outcome.DONE, Progress::outcome)
                .returns(untilFinal(drainer).getLast().text(), Progress::text);
        var after = kit.createTestProbe(Progress.class);
        actor.tell(new DrainActor.FollowNode(after.getRef()));
        assertThat(untilFinal(after).getLast())
                .returns(Progress.Outcome.DONE, Progress::outcome)
                .returns("NodeA is drained", Progress::text);
    }

    @Test
    void givenADrainUnderWay_whenItIsUndrained_thenBothAreAnswered() {
        var drainer = kit.createTestProbe(Progress.class);
        var undrainer = kit.createTestProbe(Progress.class);
        actor.tell(new DrainActor.DrainNode(STOP, drainer.getRef()));
        assertThat(drainer.receiveMessage(SOON).phase()).isEqualTo(Progress.Phase.BALANCER);

        actor.tell(new DrainActor.UndrainNode(new UndrainRequest(null, "other"), undrainer.getRef()));

        assertThat(untilFinal(drainer).getLast().text()).contains("other undrained NodeA");
        assertThat(untilFinal(undrainer).getLast().outcome()).isEqualTo(Progress.Outcome.DONE);
    }
}
