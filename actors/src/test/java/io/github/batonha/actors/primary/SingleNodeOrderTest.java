package io.github.batonha.actors.primary;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.HistoryEntry;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.Role;
import io.github.batonha.supervision.primary.model.Assignment;
import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.model.Guard;
import io.github.batonha.supervision.primary.model.LeaseTimes;
import io.github.batonha.supervision.primary.model.PrimaryRecord;
import io.github.batonha.supervision.primary.model.PrimarySettings;
import io.github.batonha.supervision.primary.model.Promise;
import io.github.batonha.supervision.primary.model.StoreCondition;
import io.github.batonha.supervision.primary.model.TargetFacts;
import io.github.batonha.supervision.primary.protocol.Event;
import io.github.batonha.supervision.primary.protocol.Now;
import io.github.batonha.supervision.primary.protocol.PrimaryProtocol;
import io.github.batonha.supervision.primary.protocol.PrimaryState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PrimaryIfSingleNode, alone with times of its own, and with real stores, lease pages and processes. */
class SingleNodeOrderTest {

    private static final long SECOND = 1_000_000_000L;

    @TempDir
    private Path folder;

    private final ActorTestKit kit = ActorTestKit.create();
    private final List<TestAgent> agents = new ArrayList<>();

    @AfterEach
    void endEverything() throws Exception {
        for (var agent : agents) {
            agent.end();
        }
        kit.shutdownTestKit();
    }

    private TestAgent agent() throws IOException {
        var agent = new TestAgent(kit, new TestAgent.Network(), folder, true, "NodeA", "NodeA");
        agents.add(agent);
        return agent;
    }

    private static PrimaryState standby() {
        return standby(PrimaryRecord.EMPTY);
    }

    private static PrimaryState standby(PrimaryRecord record) {
        var settings = new PrimarySettings(
                "NodeA",
                Set.of("NodeA"),
                new LeaseTimes(Duration.ofSeconds(15), Duration.ofSeconds(3)),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                false,
                "hash",
                Duration.ofSeconds(1),
                Guard.OPERATOR,
                false,
                Map.of());
        var now = new Now(0, Instant.EPOCH);
        var started = PrimaryProtocol.start(settings, new StoreCondition.Intact(), record, OptionalLong.empty(), now);
        return PrimaryProtocol.step(started.state(), new Event.ProcessesGone(Epoch.NONE), now)
                .state();
    }

    private static TargetFacts facts(boolean isDraining, String... failed) {
        return new TargetFacts(isDraining, List.of(failed), Map.of());
    }

    private static Progress refused(String text) {
        return new Progress(Progress.Phase.ASK, text, 0, Progress.Outcome.REFUSED, "Do that.", List.of());
    }

    @Test
    void givenTheOnlyHost_whenItsAgentStarts_thenItBecomesPrimaryOnRecord() throws IOException {
        var a = agent();

        var run = a.awaitRun();

        var status = a.awaitStatus(each -> each.role() == Role.PRIMARY);
        assertThat(status.by()).isEqualTo("PrimaryIfSingleNode");
        assertThat(status.message()).isEmpty();
        assertThat(a.isAlive(run)).isTrue();
        var last = a.history().getLast();
        assertThat(last.outcome()).isEqualTo(HistoryEntry.Outcome.DONE);
        assertThat(last.by()).isEqualTo("PrimaryIfSingleNode");
        assertThat(last.reason()).isEqualTo("standing order of the system definition for its only host");
        assertThat(last.epoch()).isEqualTo(run.epoch());
    }

    @Test
    void givenAnOrderlyEnd_whenTheAgentStartsAgain_thenItBecomesPrimaryUnderANewEpoch() throws IOException {
        var a = agent();
        var before = a.awaitRun();
        var stopped = kit.createTestProbe(PrimaryActor.Stopped.class);
        a.actor.tell(new PrimaryActor.Stop(stopped.getRef()));
        stopped.receiveMessage(TestAgent.SOON);
        a.kill();

        a.startAgain();

        a.awaitStatus(each -> each.role() == Role.PRIMARY && each.epoch() > before.epoch());
        assertThat(a.awaitRun().epoch()).isGreaterThan(before.epoch());
    }

    @Test
    void givenAKilledAgent_whenItContinuesAsPrimary_thenNothingIsOrdered() throws IOException {
        var a = agent();
        var before = a.awaitRun();
        a.awaitStatus(each -> each.role() == Role.PRIMARY);

        a.kill();
        a.startAgain();

        a.awaitStatus(each -> each.role() == Role.PRIMARY);
        assertThat(a.awaitRun()).isEqualTo(before);
        assertThat(a.history()).hasSize(1);
    }

    @Test
    void givenALastPrimaryAmongMoreHosts_whenTheDefinitionHasOne_thenItWaitsAndSaysWhatToType() {
        var order = new SingleNodeOrder("NodeA", true);
        var promise = new Promise(new Epoch(7, "NodeB"), Set.of("NodeA", "NodeB"), true, LeaseTimes.NONE, Set.of());
        var known = new PrimaryRecord(promise, Assignment.NONE, Epoch.NONE, Epoch.NONE, Epoch.NONE);

        assertThat(order.look(standby(known), () -> facts(false), 0)).isEmpty();

        assertThat(order.remark())
                .startsWith("PrimaryIfSingleNode waits: the last primary was chosen among NodeB too")
                .contains("baton set-primary --confirm-down NodeB");
    }

    @Test
    void givenNoSuchItem_whenLookedAt_thenNothingIsOrdered() {
        var order = new SingleNodeOrder("NodeA", false);

        assertThat(order.look(standby(), () -> facts(false), 0)).isEmpty();
        assertThat(order.remark()).isEmpty();
    }

    @Test
    void givenADrainingNodeOrAMissingJar_whenLookedAt_thenItWaitsUntilThatIsOver() {
        var order = new SingleNodeOrder("NodeA", true);

        assertThat(order.look(standby(), () -> facts(true), 0)).isEmpty();
        assertThat(order.remark()).contains("draining").contains("baton undrain");
        assertThat(order.look(standby(), () -> facts(false), SECOND)).isEmpty();
        assertThat(order.look(standby(), () -> facts(false, "the jar x can't be read"), 10 * SECOND))
                .isEmpty();
        assertThat(order.remark()).isEqualTo("PrimaryIfSingleNode waits: the jar x can't be read");
        assertThat(order.look(standby(), () -> facts(false), 20 * SECOND)).isPresent();
        assertThat(order.remark()).isEmpty();
    }

    @Test
    void givenARefusal_whenLookedAt_thenItIsOrderedAgainAfterAMinuteAndTheReasonIsShown() {
        var order = new SingleNodeOrder("NodeA", true);
        assertThat(order.look(standby(), () -> facts(false), 0)).isPresent();
        assertThat(order.isFirst()).isTrue();

        order.told(refused("its store can't be written"), SECOND);

        assertThat(order.remark()).contains("its store can't be written: Do that.");
        assertThat(order.look(standby(), () -> facts(false), 60 * SECOND)).isEmpty();
        assertThat(order.look(standby(), () -> facts(false), 61 * SECOND)).isPresent();
        assertThat(order.isFirst()).isFalse();
        assertThat(order.look(standby(), () -> facts(false), 600 * SECOND)).isEmpty();
    }
}
