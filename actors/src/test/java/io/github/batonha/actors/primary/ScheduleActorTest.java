package io.github.batonha.actors.primary;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.batonha.actors.api.CancelRequest;
import io.github.batonha.actors.api.HistoryEntry;
import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.PrimaryStatus;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.Reason;
import io.github.batonha.actors.api.Role;
import io.github.batonha.actors.api.ScheduleRequest;
import io.github.batonha.actors.api.Scheduled;
import io.github.batonha.actors.api.SetPrimaryRequest;
import io.github.batonha.actors.audit.AuditLog;
import io.github.batonha.actors.events.NodeEvent;
import io.github.batonha.supervision.primary.schedule.ScheduleState;
import io.github.batonha.supervision.primary.store.ScheduleStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleActorTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Instant ONE = NOON.plusSeconds(3600);

    record Given(SetPrimaryRequest request, ActorRef<Progress> replyTo) {}

    @TempDir
    Path folder;

    private final ActorTestKit kit = ActorTestKit.create();
    private final TestProbe<Given> orders = kit.createTestProbe(Given.class);
    private final TestProbe<Progress> replies = kit.createTestProbe(Progress.class);
    private final TestProbe<HistoryActor.Command> history = kit.createTestProbe(HistoryActor.Command.class);
    private final AtomicReference<Instant> clock = new AtomicReference<>(NOON);
    private final AtomicReference<Progress> dryRun = new AtomicReference<>(end(Progress.Outcome.DONE, ""));
    private final AtomicReference<Optional<Scheduled>> elsewhere = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<Scheduled>> shown = new AtomicReference<>(Optional.empty());
    private final ConcurrentLinkedQueue<NodeEvent> events = new ConcurrentLinkedQueue<>();

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    private ActorRef<ScheduleActor.Command> begin() {
        var actor = kit.spawn(ScheduleActor.create(new ScheduleActor.Deps(
                "NodeB",
                new ScheduleStore(folder),
                clock::get,
                (_, replyTo) -> replyTo.tell(dryRun.get()),
                (request, replyTo) -> orders.getRef().tell(new Given(request, replyTo)),
                replyTo -> replyTo.tell(new MonCluster(null, elsewhere.get().orElse(null), List.of())),
                history.getRef(),
                happened -> happened.get().ifPresent(events::add),
                AuditLog.of(folder, folder, 1 << 20, clock::get, System::nanoTime),
                scheduled -> shown.set(Optional.ofNullable(scheduled)))));
        actor.tell(known("NodeA", 7, "os:bob"));
        return actor;
    }

    private static ScheduleActor.PrimaryKnown known(String primary, long epoch, String by) {
        return new ScheduleActor.PrimaryKnown(
                new PrimaryStatus(Role.SECONDARY, primary, epoch, by, List.of(), List.of(), ""));
    }

    private static Progress end(Progress.Outcome outcome, String text, String... codes) {
        var reasons = List.of(codes).stream()
                .map(code -> new Reason(code, text, "", List.of(), false, List.of()))
                .toList();
        return new Progress(Progress.Phase.ASK, text, 7, outcome, "", List.of(), reasons, List.of());
    }

    private Progress scheduled(ActorRef<ScheduleActor.Command> actor) {
        var request = new ScheduleRequest(
                "NodeB", ONE.toString(), "os:ann for ann", "patch", List.of("config-differs"), 60, "os:ann");
        actor.tell(new ScheduleActor.Order(request, replies.getRef()));
        return replies.receiveMessage(SOON);
    }

    private HistoryEntry recorded() {
        return history.expectMessageClass(HistoryActor.Learned.class, SOON).entry();
    }

    @Test
    void givenAnOrder_whenItsTimeComes_thenItIsMarkedPutOnRecordAndGivenOnce() throws IOException {
        var actor = begin();
        assertThat(scheduled(actor))
                .returns(Progress.Outcome.DONE, Progress::outcome)
                .returns(
                        "NodeB is to become primary at 2026-01-02T13:00:00Z, ordered by os:ann for ann",
                        Progress::text);
        assertThat(recorded())
                .returns(HistoryEntry.Outcome.SCHEDULED, HistoryEntry::outcome)
                .returns("os:ann for ann", HistoryEntry::by)
                .returns("patch", HistoryEntry::reason)
                .returns("for 2026-01-02T13:00:00Z", HistoryEntry::why);
        assertThat(shown.get()).hasValue(new Scheduled("NodeB", ONE, "os:ann for ann", "patch"));

        clock.set(ONE);
        var given = orders.receiveMessage(SOON);
        assertThat(given.request())
                .isEqualTo(new SetPrimaryRequest(
                        "NodeB",
                        List.of(),
                        "os:ann for ann",
                        "patch",
                        List.of(),
                        List.of("config-differs"),
                        false,
                        60));
        assertThat(new ScheduleStore(folder).read()).isInstanceOf(ScheduleState.Begun.class);
        assertThat(Files.readString(folder.resolve("audit.jsonl")))
                .contains("\"os:ann\"", "scheduled POST /api/v1/primary");
        given.replyTo().tell(end(Progress.Outcome.DONE, "NodeB is primary"));

        history.expectNoMessage();
        orders.expectNoMessage();
        assertThat(shown.get()).isEmpty();
        assertThat(new ScheduleStore(folder).read()).isEqualTo(new ScheduleState.None());
        assertThat(events)
                .extracting(event -> event instanceof NodeEvent.ScheduleChanged changed ? changed.to() : "")
                .containsExactly("SCHEDULED", "BEGUN", "DONE");
    }

    @Test
    void givenADryRunThatSaysNo_whenOrdered_thenItIsAWarningButForAWitness() {
        var actor = begin();
        dryRun.set(end(Progress.Outcome.REFUSED, "NodeB is a witness", Reason.WITNESS));
        assertThat(scheduled(actor).outcome()).isEqualTo(Progress.Outcome.REFUSED);

        dryRun.set(end(Progress.Outcome.REFUSED, "NodeA does not answer", "host-silent"));
        assertThat(scheduled(actor))
                .returns(Progress.Phase.WARNING, Progress::phase)
                .returns("it would be refused now: NodeA does not answer", Progress::text);
        assertThat(replies.receiveMessage(SOON).outcome()).isEqualTo(Progress.Outcome.DONE);
    }

    @Test
    void givenAnotherNodeHasOne_whenOrdered_thenItIsRefused() {
        elsewhere.set(Optional.of(new Scheduled("NodeC", ONE, "os:bob", "")));

        assertThat(scheduled(begin()))
                .returns(Progress.Outcome.REFUSED, Progress::outcome)
                .extracting(Progress::text)
                .asString()
                .startsWith("NodeC is to become primary");
    }

    @Test
    void givenAnAgentThatEndedInTheMiddle_whenTheNextStarts_thenItIsNotGivenAgain() {
        var actor = begin();
        scheduled(actor);
        recorded();
        clock.set(ONE);
        orders.receiveMessage(SOON);
        kit.stop(actor, SOON);

        begin();

        assertThat(recorded())
                .returns(HistoryEntry.Outcome.MISSED, HistoryEntry::outcome)
                .extracting(HistoryEntry::why)
                .asString()
                .contains("it is not given again");
        orders.expectNoMessage();
    }

    @Test
    void givenAnAgentThatWasAway_whenItStartsAfterMoreThanAMinute_thenItIsMissed() {
        var actor = begin();
        scheduled(actor);
        recorded();
        kit.stop(actor, SOON);
        clock.set(ONE.plusSeconds(61));

        begin();

        assertThat(recorded().outcome()).isEqualTo(HistoryEntry.Outcome.MISSED);
        orders.expectNoMessage();
    }

    @Test
    void givenOneThatWaitsUntilItIsReady_whenCancelled_thenTheWaitEnds() {
        var actor = begin();
        scheduled(actor);
        recorded();
        clock.set(ONE);
        var given = orders.receiveMessage(SOON);
        given.replyTo().tell(new Progress(Progress.Phase.WAIT, "not warm", 0, Progress.Outcome.RUNNING, "", List.of()));

        actor.tell(new ScheduleActor.Cancel(new CancelRequest("NodeB", "os:bob", "no"), replies.getRef()));

        assertThat(replies.receiveMessage(SOON).outcome()).isEqualTo(Progress.Outcome.DONE);
        replies.expectTerminated(given.replyTo(), SOON);
        assertThat(recorded())
                .returns(HistoryEntry.Outcome.CANCELLED, HistoryEntry::outcome)
                .returns("os:bob", HistoryEntry::by);
    }

    @Test
    void givenOneThatDidNotBecomeReady_whenItEnds_thenTheHistorySaysSo() {
        var actor = begin();
        scheduled(actor);
        recorded();
        clock.set(ONE);
        orders.receiveMessage(SOON)
                .replyTo()
                .tell(end(Progress.Outcome.REFUSED, "NodeB was not ready", Reason.NOT_READY));

        assertThat(recorded())
                .returns(HistoryEntry.Outcome.REFUSED, HistoryEntry::outcome)
                .returns("NodeB was not ready", HistoryEntry::why);
    }

    @Test
    void givenSomebodyWhoDecidesAnewByHand_whenHeardOf_thenItIsCancelledAndAResumptionIsNoDecision() {
        var actor = begin();
        scheduled(actor);
        recorded();

        actor.tell(known("NodeA", 8, "NodeA"));
        actor.tell(known("NodeC", 9, "os:bob"));

        assertThat(recorded())
                .returns(HistoryEntry.Outcome.CANCELLED, HistoryEntry::outcome)
                .returns("os:bob", HistoryEntry::by)
                .extracting(HistoryEntry::why)
                .asString()
                .startsWith("NodeC was made the primary by hand");
        assertThat(shown.get()).isEmpty();
    }
}
