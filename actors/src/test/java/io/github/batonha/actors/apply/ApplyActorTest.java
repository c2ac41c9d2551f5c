package io.github.batonha.actors.apply;

import static io.github.batonha.actors.fixture.Definitions.hosts;
import static io.github.batonha.actors.fixture.Definitions.primaryOnly;
import static io.github.batonha.actors.fixture.Definitions.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.batonha.actors.api.ApplyRequest;
import io.github.batonha.actors.api.Mon;
import io.github.batonha.actors.api.OperationReply;
import io.github.batonha.actors.api.Outcome;
import io.github.batonha.actors.api.Outcome.Result;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.events.EventSink;
import io.github.batonha.actors.fixture.Definitions;
import io.github.batonha.actors.supervisor.LocalProcesses;
import io.github.batonha.actors.view.ClusterView;
import io.github.batonha.conf.model.BatonHome;
import io.github.batonha.conf.model.CurrentDefinition;
import io.github.batonha.conf.model.NodeDefinition;
import io.github.batonha.supervision.run.LaunchDigest;
import io.github.batonha.supervision.run.RunTable;
import io.github.batonha.supervision.run.StartRequest;
import io.github.batonha.supervision.run.StartResult;
import io.github.batonha.supervision.run.WantedStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyActorTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final ActorTestKit kit = ActorTestKit.create();
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final NodeDefinition old = definition("set-1");
    private final CurrentDefinition current = new CurrentDefinition(old);
    private volatile NodeDefinition installed = definition("set-2");
    private volatile Mon mon = mon(Role.SECONDARY, 0);
    private RunTable runs;
    private TestProbe<LocalProcesses.Command> processes;
    private ActorRef<ApplyActor.Command> apply;

    @BeforeEach
    void begin() throws Exception {
        var home = new BatonHome(folder);
        runs = RunTable.open(home.run("NodeA"), InstantSource.system());
        processes = kit.createTestProbe();
        ActorRef<ClusterView.Command> view = kit.spawn(Behaviors.receiveMessage(message -> {
            if (message instanceof ClusterView.GetMon(var replyTo)) {
                replyTo.tell(mon);
            }
            return Behaviors.same();
        }));
        apply = kit.spawn(ApplyActor.create(new ApplyDeps(
                current,
                () -> installed,
                home,
                runs,
                WantedStore.open(home.run("NodeA")),
                view,
                processes.getRef(),
                blocking,
                EventSink.NONE)));
    }

    @AfterEach
    void end() throws Exception {
        kit.shutdownTestKit();
        blocking.close();
        runs.endPrimaryOnly(0, Duration.ZERO);
        runs.close();
    }

    private static Mon mon(Role role, long epoch) {
        var known = List.of(Definitions.status("A", ProcessState.STOPPED));
        return new Mon("NodeA", role, epoch, Instant.EPOCH, "TEST", "set-1", known, null);
    }

    private static NodeDefinition definition(String hash) {
        var one = Definitions.of("NodeA", hosts("NodeA"), server("A", false), primaryOnly("P"));
        return new NodeDefinition(
                one.system(),
                one.self(),
                one.hosts(),
                one.processes(),
                one.environment(),
                hash,
                one.settings(),
                Definitions.health(one.settings().health()),
                false);
    }

    private TestProbe<OperationReply> ask(boolean dryRun) {
        return ask(dryRun, Map.of());
    }

    private TestProbe<OperationReply> ask(boolean dryRun, Map<String, String> shown) {
        TestProbe<OperationReply> replies = kit.createTestProbe();
        var request = new ApplyRequest(List.of(), false, dryRun, "tester", shown);
        apply.tell(new ApplyActor.Apply(request, replies.getRef()));
        return replies;
    }

    private Map<String, String> shownPlan() {
        var plan = outcomes(ask(true)).getLast().plan();
        assertThat(plan).startsWith(installed.hash() + ".");
        return Map.of("NodeA", String.valueOf(plan));
    }

    private static List<Outcome> outcomes(TestProbe<OperationReply> replies) {
        var outcomes = new ArrayList<Outcome>();
        while (replies.receiveMessage(SOON) instanceof OperationReply.Happened(var outcome)) {
            outcomes.add(outcome);
        }
        return outcomes;
    }

    @Test
    void givenASetThatTouchesNoProcess_whenPlanned_thenItIsSaidThatItWouldBeTaken() {
        assertThat(outcomes(ask(true)))
                .extracting(Outcome::process, Outcome::result, Outcome::text)
                .containsExactly(tuple("", Result.PLANNED, "takes revision set-2: no process is touched"));
    }

    @Test
    void givenASetThatIsTaken_whenApplied_thenItIsDone() {
        var replies = ask(false);

        var reconfigure = processes.expectMessageClass(LocalProcesses.Reconfigure.class, SOON);
        current.replace(reconfigure.next());
        reconfigure.replyTo().tell(new OperationReply.Finished("NodeA"));

        assertThat(outcomes(replies).getLast())
                .isEqualTo(new Outcome("NodeA", "", Result.DONE, "it runs from revision set-2 now"));
    }

    private TestProbe<OperationReply> askAlone(String process) {
        TestProbe<OperationReply> replies = kit.createTestProbe();
        var request = new ApplyRequest(List.of(), false, false, "tester", Map.of(), false, 0, "", List.of(process));
        apply.tell(new ApplyActor.Apply(request, replies.getRef()));
        return replies;
    }

    @Test
    void givenOneProcess_whenApplied_thenItAloneIsTaken() {
        installed = Definitions.of("NodeA", hosts("NodeA"), server("A", true), server("B", true), primaryOnly("P2"));
        var replies = askAlone("B");

        var next = processes
                .expectMessageClass(LocalProcesses.Reconfigure.class, SOON)
                .next();
        assertThat(next.processNames()).containsExactly("A", "P", "B");
        assertThat(next.processes().getFirst().start()).isFalse();
        assertThat(next.hash()).isEqualTo("set-1");

        assertThat(replies.receiveMessage(SOON)).isInstanceOf(OperationReply.Happened.class);
    }

    @Test
    void givenAProcessThatIsNotDefinedAnyMore_whenItAloneIsApplied_thenItIsTakenOut() {
        installed = Definitions.of("NodeA", hosts("NodeA"), server("B", true));
        var _ = askAlone("A");

        assertThat(processes
                        .expectMessageClass(LocalProcesses.Reconfigure.class, SOON)
                        .next()
                        .processNames())
                .containsExactly("P");
    }

    @Test
    void givenANameThatNoRevisionHas_whenItAloneIsApplied_thenItIsRefused() {
        assertThat(outcomes(askAlone("X")))
                .extracting(Outcome::result, Outcome::text)
                .containsExactly(tuple(
                        Result.REFUSED, "neither the installed revision nor the one that runs has a process \"X\""));
    }

    @Test
    void givenWhatWasShown_whenApplied_thenItIsTaken() {
        var _ = ask(false, shownPlan());

        assertThat(processes
                        .expectMessageClass(LocalProcesses.Reconfigure.class, SOON)
                        .next()
                        .hash())
                .isEqualTo("set-2");
    }

    @Test
    void givenAnotherSetThanWasShown_whenApplied_thenItIsRefused() {
        var shown = shownPlan();
        installed = definition("set-3");

        assertThat(outcomes(ask(false, shown)))
                .containsExactly(new Outcome(
                        "NodeA",
                        "",
                        Result.REFUSED,
                        "nothing was done: the installed definition, revision set-3, is not the one that was shown, revision set-2:"
                                + " look again"));
        assertThat(outcomes(ask(false, Map.of("NodeB", "set-3.1"))))
                .extracting(Outcome::text)
                .containsExactly("nothing was done: no plan of this node was shown: look again");
        processes.expectNoMessage();
    }

    @Test
    void givenTheSameSetOfOtherFiles_whenApplied_thenItIsRefused() {
        var shown = Map.of("NodeA", "set-2.0123456789abcdef");

        assertThat(outcomes(ask(false, shown)))
                .extracting(Outcome::result, Outcome::text)
                .containsExactly(tuple(
                        Result.REFUSED,
                        "nothing was done: what it takes is not what was shown, as a process, a jar or the primary has"
                                + " changed meanwhile: look again"));
    }

    @Test
    void givenNothingToDoAnyMore_whenWhatWasShownIsApplied_thenThatIsSaid() {
        var shown = shownPlan();
        current.replace(installed);

        assertThat(outcomes(ask(false, shown))).extracting(Outcome::result).containsExactly(Result.NOTHING);
    }

    @Test
    void givenANodeThatBecomesPrimaryMeanwhile_whenApplied_thenWhatItBeganAsItWasIsRestarted() {
        var replies = ask(false);
        var first = processes.expectMessageClass(LocalProcesses.Reconfigure.class, SOON);
        assertThat(first.stop()).isEmpty();
        mon = mon(Role.PRIMARY, 7);
        var request = new StartRequest(
                        "P",
                        List.of(),
                        List.of("sleep", "600"),
                        Map.of("PATH", "/usr/bin:/bin"),
                        folder,
                        folder.resolve("P.log"),
                        folder.resolve("P.log"),
                        0,
                        () -> LaunchDigest.UNKNOWN)
                .with(() -> LaunchDigest.of(List.of("as", "before"), Map.of(), List.of()));
        assertThat(runs.primaryOnlySpawner(7).start(request)).isInstanceOf(StartResult.Started.class);
        current.replace(first.next());
        first.replyTo().tell(new OperationReply.Finished("NodeA"));

        var second = processes.expectMessageClass(LocalProcesses.Reconfigure.class, SOON);

        assertThat(second.stop()).containsExactly("P");
        assertThat(second.start()).containsExactly("P");
        second.replyTo().tell(new OperationReply.Finished("NodeA"));
        assertThat(outcomes(replies).getLast().result()).isEqualTo(Result.DONE);
        processes.expectNoMessage();
    }

    @Test
    void givenASetThatIsNotTaken_whenApplied_thenItFailsAndTheNextOneIsTried() {
        var replies = ask(false);

        processes
                .expectMessageClass(LocalProcesses.Reconfigure.class, SOON)
                .replyTo()
                .tell(new OperationReply.Finished("NodeA"));

        assertThat(outcomes(replies).getLast())
                .isEqualTo(new Outcome("NodeA", "", Result.FAILED, "it still runs from revision set-1: apply again"));
        var _ = ask(false);
        processes.expectMessageClass(LocalProcesses.Reconfigure.class, SOON);
    }
}
