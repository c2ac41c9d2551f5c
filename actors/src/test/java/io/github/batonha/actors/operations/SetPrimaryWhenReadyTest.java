package io.github.batonha.actors.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.MonCluster.NodeView;
import io.github.batonha.actors.api.MonCluster.ProcessView;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.api.SetPrimaryRequest;
import io.github.batonha.actors.api.StandbyState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SetPrimaryWhenReadyTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    record Given(SetPrimaryRequest request, ActorRef<Progress> replyTo) {}

    private final ActorTestKit kit = ActorTestKit.create();
    private final TestProbe<Given> orders = kit.createTestProbe(Given.class);
    private final TestProbe<Progress> replies = kit.createTestProbe(Progress.class);
    private final AtomicReference<StandbyState> standby = new AtomicReference<>(StandbyState.WARMING);
    private final AtomicLong nanos = new AtomicLong();

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    private ActorRef<SetPrimaryWhenReady.Command> begin(int seconds) {
        var deps = new SetPrimaryWhenReady.Deps(
                Duration.ofSeconds(5),
                replyTo -> replyTo.tell(cluster()),
                (request, replyTo) -> orders.getRef().tell(new Given(request, replyTo)),
                nanos::get);
        var request = new SetPrimaryRequest("NodeB", List.of(), "ann", "", List.of(), List.of(), false, seconds);
        return kit.spawn(SetPrimaryWhenReady.create(deps, "NodeB", request, replies.getRef()));
    }

    private MonCluster cluster() {
        var process = new ProcessView("ONE", "STANDBY", 0, true, "STANDBY", standby.get());
        return new MonCluster(
                null,
                List.of(
                        new NodeView("NodeA", NodeView.State.UP, Role.PRIMARY, 0, List.of(), null, "", ""),
                        new NodeView("NodeB", NodeView.State.UP, Role.SECONDARY, 0, List.of(process), null, "", "")));
    }

    private static Progress line(Progress.Outcome outcome) {
        return new Progress(Progress.Phase.START, "said", 7, outcome, "", List.of());
    }

    @Test
    void givenAStandbyOnItsWay_whenItIsWarm_thenADryRunComesBeforeTheOrder() {
        var actor = begin(60);
        assertThat(replies.receiveMessage(SOON).phase()).isEqualTo(Progress.Phase.WAIT);
        nanos.set(Duration.ofSeconds(2).toNanos());
        standby.set(StandbyState.WARM);

        var tried = orders.receiveMessage(SOON);
        assertThat(tried.request().dryRun()).isTrue();
        tried.replyTo().tell(line(Progress.Outcome.DONE));
        var ordered = orders.receiveMessage(SOON);
        assertThat(ordered.request()).isEqualTo(new SetPrimaryRequest("NodeB", List.of(), "ann", ""));
        ordered.replyTo().tell(line(Progress.Outcome.DONE));

        var last = replies.fishForMessage(
                SOON, each -> each.isFinal() ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore());
        assertThat(last.getLast().elapsedMillis()).as("the wait counts").isEqualTo(2007);
        replies.expectTerminated(actor, SOON);
    }

    @Test
    void givenAStandbyThatDoesNotCome_whenTheTimeIsOver_thenItIsRefusedAndNothingWasOrdered() {
        begin(60);
        replies.receiveMessage(SOON);
        nanos.set(Duration.ofSeconds(61).toNanos());

        var last = replies.receiveMessage(SOON);
        assertThat(last.outcome()).isEqualTo(Progress.Outcome.REFUSED);
        assertThat(last.reasons().getFirst().code()).isEqualTo("not-ready");
        orders.expectNoMessage();
    }

    @Test
    void givenAWait_whenWhoeverAskedIsGone_thenItEndsWithoutAnOrder() {
        var actor = begin(60);
        replies.receiveMessage(SOON);

        replies.stop();

        kit.createTestProbe().expectTerminated(actor, SOON);
        orders.expectNoMessage();
    }

    @Test
    void givenNoWaitAskedFor_whenTheStandbyIsStillNotWarmAfterTheSetting_thenItIsDoneAllTheSame() {
        begin(0);
        assertThat(replies.receiveMessage(SOON).text()).contains("ONE");
        nanos.set(Duration.ofSeconds(6).toNanos());

        assertThat(orders.receiveMessage(SOON).request().dryRun()).isFalse();
        assertThat(replies.receiveMessage(SOON).text()).contains("from nothing");
    }
}
