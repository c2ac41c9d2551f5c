package io.github.batonha.actors.primary;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.HistoryEntry;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.api.SetPrimaryRequest;
import io.github.batonha.actors.supervisor.LocalProcesses;
import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.primary.model.LeaseTimes;
import io.github.batonha.supervision.primary.model.Message;
import io.github.batonha.supervision.primary.model.Terms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes' primary actors with real stores, lease pages and processes. */
class PrimaryActorTest {

    @TempDir
    private Path folder;

    private final ActorTestKit kit = ActorTestKit.create();
    private final TestAgent.Network network = new TestAgent.Network();
    private final List<TestAgent> agents = new ArrayList<>();

    private TestAgent agent(String node, String... hosts) throws IOException {
        var agent = new TestAgent(kit, network, folder, node, hosts);
        agents.add(agent);
        return agent;
    }

    @AfterEach
    void endEverything() throws Exception {
        for (var agent : agents) {
            agent.end();
        }
        kit.shutdownTestKit();
    }

    @Test
    void givenTwoNodes_whenOneAfterTheOtherIsOrdered_thenTheProcessRunsOnOneAtATime() throws IOException {
        var a = agent("NodeA", "NodeA", "NodeB");
        var b = agent("NodeB", "NodeA", "NodeB");

        var first = a.setPrimary();
        var onA = a.awaitRun();
        var second = b.setPrimary();
        var onB = b.awaitRun();

        assertThat(first.getLast().outcome()).isEqualTo(Progress.Outcome.DONE);
        assertThat(second).extracting(line -> line.phase().toString()).contains("ask", "release", "commit", "start");
        assertThat(second.getLast().outcome()).isEqualTo(Progress.Outcome.DONE);
        assertThat(a.isAlive(onA)).isFalse();
        assertThat(b.isAlive(onB)).isTrue();
        assertThat(onB.epoch()).isGreaterThan(onA.epoch());
        assertThat(a.awaitStatus(status -> status.epoch() == onB.epoch()).role())
                .isEqualTo(Role.SECONDARY);
        assertThat(b.awaitStatus(status -> status.epoch() == onB.epoch()).role())
                .isEqualTo(Role.PRIMARY);
        a.local.expectMessageClass(LocalProcesses.StandbyBegins.class);
        a.local.expectMessageClass(LocalProcesses.PrimaryGained.class);
        a.local.expectMessageClass(LocalProcesses.PrimaryLost.class);
        a.local.expectMessageClass(LocalProcesses.StandbyBegins.class);
    }

    @Test
    void givenAPrimary_whenItsActorSystemIsReplaced_thenTheSameProcessGoesOnUnderTheSameEpoch() throws IOException {
        var a = agent("NodeA", "NodeA");
        a.setPrimary();
        var before = a.awaitRun();

        a.restartActors();

        assertThat(a.awaitStatus(status -> status.role() == Role.PRIMARY).epoch())
                .isEqualTo(before.epoch());
        assertThat(a.awaitRun()).isEqualTo(before);
        assertThat(a.isAlive(before)).isTrue();
    }

    @Test
    void givenAPrimary_whenItsAgentIsKilledAndStarted_thenTheNewOneContinues() throws IOException {
        var a = agent("NodeA", "NodeA");
        a.setPrimary();
        var before = a.awaitRun();
        a.status.receiveMessage(TestAgent.SOON);

        a.kill();
        a.startAgain();

        assertThat(a.hold.continues()).isPresent();
        assertThat(a.awaitRun()).isEqualTo(before);
        assertThat(a.awaitStatus(status -> status.role() == Role.PRIMARY).epoch())
                .isEqualTo(before.epoch());
    }

    @Test
    void givenARevokedPage_whenTheAgentStartsAgain_thenItEndsWhatIsLeftAndStaysStandby() throws IOException {
        var a = agent("NodeA", "NodeA");
        a.setPrimary();
        var before = a.awaitRun();
        a.awaitStatus(status -> status.role() == Role.PRIMARY);
        a.hold.keeper().revoke();

        a.kill();
        a.startAgain();

        assertThat(a.awaitStatus(_ -> true).role()).isEqualTo(Role.SECONDARY);
        a.status.awaitAssert(TestAgent.SOON, () -> {
            assertThat(a.isAlive(before)).isFalse();
            assertThat(a.hold.store().loaded().record().active()).isEqualTo(Epoch.NONE);
            return true;
        });
    }

    @Test
    void givenALostLease_whenTheActorNoticesIt_thenItEndsTheProcessAndProposesItselfAgain() throws IOException {
        var a = agent("NodeA", "NodeA");
        a.setPrimary();
        var before = a.awaitRun();

        a.hold.keeper().revoke();

        a.awaitStatus(status -> status.role() == Role.PRIMARY && status.epoch() > before.epoch());
        assertThat(a.isAlive(before)).isFalse();
    }

    @Test
    void givenAPrimary_whenStoppedInOrder_thenItsProcessEndsAndTheMarkIsCleared() throws IOException {
        var a = agent("NodeA", "NodeA", "NodeB");
        var b = agent("NodeB", "NodeA", "NodeB");
        a.setPrimary();
        var run = a.awaitRun();
        var stopped = kit.createTestProbe(PrimaryActor.Stopped.class);

        a.actor.tell(new PrimaryActor.Stop(stopped.getRef()));
        stopped.receiveMessage(TestAgent.SOON);

        assertThat(a.isAlive(run)).isFalse();
        assertThat(a.hold.store().loaded().record().active()).isEqualTo(Epoch.NONE);
        a.kill();
        assertThat(b.setPrimary().getLast().text()).contains("said that its agent ends in good order");
        a.startAgain();
    }

    @Test
    void givenAStoreThatCantBeWritten_whenOrdered_thenItIsRefusedWithTheReasonAndThePrimaryStays() throws IOException {
        var a = agent("NodeA", "NodeA", "NodeB");
        var b = agent("NodeB", "NodeA", "NodeB");
        a.setPrimary();
        var run = a.awaitRun();
        b.awaitStatus(status -> status.epoch() == run.epoch());
        b.hold.store().close();

        var last = b.setPrimary().getLast();

        assertThat(last.outcome()).isEqualTo(Progress.Outcome.REFUSED);
        assertThat(last.text()).contains("its store can't be written");
        assertThat(a.isAlive(run)).isTrue();
    }

    @Test
    void givenARequestForAnotherNode_whenItArrivesHere_thenItIsRefused() throws IOException {
        var a = agent("NodeA", "NodeA");
        var probe = kit.createTestProbe(Progress.class);
        var request = new SetPrimaryRequest("NodeB", List.of(), "tester", "");

        a.actor.tell(new PrimaryActor.SetPrimary(request, probe.getRef()));

        assertThat(probe.receiveMessage(TestAgent.SOON).outcome()).isEqualTo(Progress.Outcome.REFUSED);
    }

    @Test
    void givenAssignments_whenTheHistoryIsAsked_thenTheyAreListedOldestFirstAndSurviveTheAgent() throws IOException {
        var a = agent("NodeA", "NodeA", "NodeB");
        var b = agent("NodeB", "NodeA", "NodeB");
        a.setPrimary();
        b.setPrimary();
        a.awaitStatus(status -> "NodeB".equals(status.primary()));
        a.kill();
        a.startAgain();
        var entries = a.history();
        assertThat(entries).extracting(entry -> entry.to()).containsExactly("NodeA", "NodeB");
        assertThat(entries.getFirst().from()).isNull();
        assertThat(entries.getLast().from()).isEqualTo("NodeA");
        assertThat(entries.getLast().by()).isEqualTo("tester");
        assertThat(entries).extracting(entry -> entry.outcome()).containsOnly(HistoryEntry.Outcome.DONE);
    }

    @Test
    void givenAChangeWithBothUp_whenItIsDone_thenBothKnowTheTimeOfEveryPhase() throws IOException {
        var a = agent("NodeA", "NodeA", "NodeB");
        var b = agent("NodeB", "NodeA", "NodeB");
        // An end that is heard of after the release was told is not in the history: then they change once more.
        for (var change = 0; change == 0 || (change < 5 && !phases(a).contains(HistoryEntry.ENDING)); change++) {
            a.setPrimary();
            a.awaitRun();
            b.setPrimary();
            a.status.awaitAssert(TestAgent.SOON, () -> {
                assertThat(phases(a)).startsWith("ask", "release", "stop").endsWith("takeover", "spawn", "ready");
                return assertThat(b.history()).isEqualTo(a.history());
            });
        }

        assertThat(phases(a))
                .containsExactly("ask", "release", "stop", "ending", "commit", "takeover", "spawn", "ready");
        var last = a.history().getLast();
        assertThat(last.millis("stop")).isBetween(0.0, last.millis("release"));
        assertThat(last.millis("ending")).isBetween(last.millis("stop"), last.millis("release"));
        assertThat(last.gapMillis()).isNotNull().isGreaterThanOrEqualTo(last.millis("takeover"));
        assertThat(a.history().getFirst().gapMillis())
                .as("nobody was primary before")
                .isNull();
        assertThat(last.phases())
                .filteredOn(phase -> phase.name().equals("stop"))
                .extracting(phase -> phase.host())
                .containsExactly("NodeA");
    }

    private static List<String> phases(TestAgent agent) {
        return agent.history().getLast().phases().stream()
                .map(phase -> phase.name())
                .toList();
    }

    @Test
    void givenANodeThatIsDown_whenAttemptsAreMadeMeanwhile_thenItLearnsOfAllOfThemWhenItIsBack() throws IOException {
        var a = agent("NodeA", "NodeA", "NodeB", "NodeC");
        var b = agent("NodeB", "NodeA", "NodeB", "NodeC");
        var c = agent("NodeC", "NodeA", "NodeB", "NodeC");
        a.setPrimary();
        c.kill();

        b.setPrimary(); // NodeA answers and releases: NodeC need not
        assertThat(a.setPrimary("NodeB").getLast().outcome()).isEqualTo(Progress.Outcome.REFUSED); // it answers
        a.setPrimary();
        c.startAgain();

        c.status.awaitAssert(TestAgent.SOON, () -> {
            var known = c.history();
            assertThat(known)
                    .extracting(entry -> entry.outcome() + " " + entry.to())
                    .containsExactly("done NodeA", "done NodeB", "refused NodeA", "done NodeA");
            assertThat(known.get(2).why()).contains("NodeB");
            assertThat(a.history()).isEqualTo(known);
            return assertThat(b.history()).isEqualTo(known);
        });
    }

    @Test
    void givenAHostThatIsNotConfiguredHere_whenItAsks_thenItIsAnsweredWhereItSpokeFrom() throws IOException {
        var a = agent("NodeA", "NodeA");
        a.setPrimary();
        var stranger = kit.createTestProbe(PrimaryActor.Command.class);
        var epoch = new Epoch(Long.MAX_VALUE / 2, "NodeX");
        var prepare = new Message.Prepare(
                epoch, Set.of("NodeX"), false, Epoch.NONE, LeaseTimes.NONE, new Terms(Guard.OPERATOR, Set.of()));

        a.actor.tell(new PrimaryActor.FromPeer("NodeX", "no JSON", stranger.getRef()));
        a.actor.tell(new PrimaryActor.FromPeer("NodeX", MessageJson.write(prepare), stranger.getRef()));

        var answer = (PrimaryActor.FromPeer) stranger.receiveMessage(TestAgent.SOON);
        assertThat(answer.host()).isEqualTo("NodeA");
        assertThat(answer.message()).contains("\"type\":\"promised\"");
    }
}
