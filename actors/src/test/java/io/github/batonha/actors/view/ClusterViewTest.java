package io.github.batonha.actors.view;

import static io.github.batonha.actors.fixture.Definitions.hosts;
import static io.github.batonha.actors.fixture.Definitions.role;
import static io.github.batonha.actors.fixture.Definitions.server;
import static io.github.batonha.actors.fixture.Definitions.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.PrimaryStatus;
import io.github.batonha.actors.api.ProcessState;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.actors.fixture.Definitions;
import io.github.batonha.test.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterViewTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final ActorTestKit kit = ActorTestKit.create();
    private final ConcurrentLinkedDeque<NodeReport> sent = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedDeque<NodeEvent> told = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedDeque<NodeHealth> posted = new ConcurrentLinkedDeque<>();
    private final ActorRef<ViewInput> view = kit.spawn(ClusterView.create(
            Definitions.of(
                    "NodeA",
                    hosts("NodeA", "NodeB"),
                    server("ONE", true),
                    server("TWO", true),
                    server("BY_HAND", false)),
            Instant.EPOCH,
            (host, message) -> {
                assertThat(host).isEqualTo("NodeB");
                sent.add((NodeReport) message);
            },
            posted::add,
            () -> "",
            what -> what.get().ifPresent(told::add),
            System::nanoTime));

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    private static List<ProcessState> states(NodeReport report) {
        return report.processes().stream()
                .map(process -> process.status().status())
                .toList();
    }

    @Test
    void whenNothingHappens_thenTheOtherHostIsToldAgainAndAgain() {
        Await.until("three heartbeats", SOON, () -> sent.size() >= 3);

        assertThat(sent).extracting(NodeReport::node).containsOnly("NodeA");
    }

    @Test
    void givenManyChangesAtOnce_whenTheyAreTold_thenTheyLeaveTogether() {
        view.tell(new ClusterView.ProcessSaid(status("ONE", ProcessState.RUNNING)));
        view.tell(new ClusterView.ProcessSaid(status("ONE", ProcessState.HEALTHY)));
        view.tell(new ClusterView.ProcessSaid(status("TWO", ProcessState.HEALTHY)));
        Await.until(
                "both to be told",
                SOON,
                () -> states(sent.getLast())
                        .equals(List.of(ProcessState.HEALTHY, ProcessState.HEALTHY, ProcessState.STOPPED)));

        assertThat(sent).noneMatch(report -> states(report).contains(ProcessState.RUNNING));
    }

    @Test
    void givenAnotherDefinition_whenToldOf_thenWhatWasSaidOfTheRestHoldsAndTheOthersHearOfTheSet() {
        view.tell(new ClusterView.ProcessSaid(status("ONE", ProcessState.HEALTHY)));
        view.tell(new ClusterView.ProcessSaid(status("TWO", ProcessState.HEALTHY)));
        var next = Definitions.of("NodeA", hosts("NodeA", "NodeB"), server("THREE", true), server("TWO", true));

        view.tell(new ClusterView.Reconfigured(next));
        view.tell(new ClusterView.ProcessSaid(status("ONE", ProcessState.STOPPED)));

        Await.until(
                "the others to be told",
                SOON,
                () -> states(sent.getLast()).equals(List.of(ProcessState.STARTING, ProcessState.HEALTHY)));
        assertThat(sent.getLast().processes())
                .extracting(process -> process.status().name())
                .containsExactly("THREE", "TWO");
        assertThat(sent.getLast().configHash()).isEqualTo("hash-1");
    }

    @Test
    void givenAFarewell_whenMoreHappens_thenNothingFollowsIt() {
        var probe = kit.createTestProbe(ClusterView.FarewellSent.class);
        view.tell(new ClusterView.Farewell(probe.getRef()));
        probe.receiveMessage();

        view.tell(new ClusterView.PrimarySaid(role(Role.SECONDARY, null, 0)));

        var screens = kit.createTestProbe(MonCluster.class);
        view.tell(new ClusterView.GetMonCluster(screens.getRef()));
        screens.receiveMessage();
        assertThat(sent.getLast().farewell()).isTrue();
    }

    @Test
    void givenReportsOfANamesake_whenHeard_thenTheyAreNotTakenForOurs() {
        view.tell(new ClusterView.PrimarySaid(role(Role.SECONDARY, "NodeB", 3)));
        view.tell(new NodeReport(
                "NodeA",
                Instant.MAX,
                Long.MAX_VALUE,
                false,
                "",
                new PrimaryStatus(Role.PRIMARY, "NodeA", 9, ""),
                List.of(),
                null,
                0,
                1,
                null));

        var screens = kit.createTestProbe(MonCluster.class);
        view.tell(new ClusterView.GetMonCluster(screens.getRef()));

        assertThat(screens.receiveMessage().primary())
                .isEqualTo(new MonCluster.Primary("NodeB", 3, "", List.of(), List.of()));
    }

    @Test
    void givenNotAllHaveSpoken_whenHealthIsPosted_thenItSaysSo() {
        view.tell(new ClusterView.ProcessSaid(status("ONE", ProcessState.HEALTHY)));
        view.tell(new ClusterView.ProcessSaid(status("TWO", ProcessState.STARTING)));
        Await.until(
                "both to be seen",
                SOON,
                () -> posted.getLast().required().stream().anyMatch(process -> process.isHealthy()));
        assertThat(posted.getLast().isComplete()).isFalse();

        view.tell(new ClusterView.PrimarySaid(role(Role.UNKNOWN, null, 0)));

        Await.until("the primary too", SOON, () -> posted.getLast().isComplete());
    }

    @Test
    void givenADrain_whenItIsSaid_thenOthersHearItAndHealthIsPostedAtOnce() {
        view.tell(new ClusterView.DrainSaid(MonCluster.NodeView.Drain.DRAINING));

        Await.until("the others", SOON, () -> sent.getLast().drain() == MonCluster.NodeView.Drain.DRAINING);
        var screens = kit.createTestProbe(MonCluster.class);
        view.tell(new ClusterView.GetMonCluster(screens.getRef()));
        assertThat(screens.receiveMessage().nodes().getFirst().drain()).isEqualTo(MonCluster.NodeView.Drain.DRAINING);
    }

    @Test
    void givenAnotherNode_whenItComesAndTakesLeave_thenBothAreTold() {
        view.tell(report(1, false));
        Await.until("NodeB to be UP", SOON, () -> told.contains(new NodeEvent.PeerChanged("NodeB", "DOWN", "UP")));
        view.tell(report(2, false));
        view.tell(report(3, true));

        Await.until("NodeB to be DOWN", SOON, () -> told.contains(new NodeEvent.PeerChanged("NodeB", "UP", "DOWN")));
        assertThat(told).hasSize(2);
    }

    private static NodeReport report(long tick, boolean farewell) {
        return new NodeReport(
                "NodeB",
                Instant.EPOCH,
                tick,
                farewell,
                "hash",
                role(Role.SECONDARY, null, 0),
                List.of(),
                null,
                0,
                1,
                null);
    }

    @Test
    void givenADrain_whenItGoesOn_thenWhatChangesIsTold() {
        view.tell(new ClusterView.DrainSaid(MonCluster.NodeView.Drain.DRAINED));
        view.tell(new ClusterView.DrainSaid(MonCluster.NodeView.Drain.DRAINED));
        view.tell(new ClusterView.DrainSaid(null));
        view.tell(new ClusterView.DrainSaid(MonCluster.NodeView.Drain.DRAINING));

        Await.until("both to be told", SOON, () -> told.size() == 2);
        assertThat(told)
                .containsExactly(
                        new NodeEvent.DrainChanged("DRAINED", "OPEN"), new NodeEvent.DrainChanged("OPEN", "DRAINING"));
    }
}
