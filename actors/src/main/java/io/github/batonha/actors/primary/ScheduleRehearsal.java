package io.github.batonha.actors.primary;

import io.github.batonha.actors.api.MonCluster;
import io.github.batonha.actors.api.Progress;
import io.github.batonha.actors.api.Scheduled;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Finds out before an order is scheduled what another node has scheduled, and what a dry run says now. Stops when it has told both. */
final class ScheduleRehearsal {

    private static final Duration WITHIN = Duration.ofSeconds(10);

    sealed interface Command {}

    private record Looked(MonCluster cluster) implements Command {}

    private record Tried(Progress line) implements Command {}

    private record Late() implements Command {}

    /** What it has found. */
    record Found(Optional<Scheduled> elsewhere, Progress dryRun) {}

    private final String self;
    private final ActorRef<Progress> remarks;
    private final Consumer<Found> found;
    private final Consumer<ActorRef<Progress>> dryRun;
    private final ActorContext<Command> context;

    private ScheduleRehearsal(
            ActorContext<Command> context,
            String self,
            Consumer<ActorRef<Progress>> dryRun,
            ActorRef<Progress> remarks,
            Consumer<Found> found) {
        this.context = context;
        this.self = self;
        this.remarks = remarks;
        this.found = found;
        this.dryRun = dryRun;
    }

    /**
     * Looks first, then tries.
     *
     * @param remarks is told what the dry run remarks
     * @param found is called once, by this actor
     */
    static Behavior<Command> create(
            String self,
            Consumer<ActorRef<MonCluster>> look,
            Consumer<ActorRef<Progress>> dryRun,
            ActorRef<Progress> remarks,
            Consumer<Found> found) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startSingleTimer(new Late(), WITHIN);
            look.accept(context.messageAdapter(MonCluster.class, Looked::new));
            return new ScheduleRehearsal(context, self, dryRun, remarks, found).looking();
        }));
    }

    private Behavior<Command> looking() {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Looked(var cluster) -> {
                dryRun.accept(context.messageAdapter(Progress.class, Tried::new));
                yield trying(elsewhere(cluster));
            }
            case Late() -> end(Optional.empty(), late());
            case Tried _ -> Behaviors.same();
        });
    }

    private Optional<Scheduled> elsewhere(MonCluster cluster) {
        return Optional.ofNullable(cluster.scheduled())
                .filter(scheduled -> !scheduled.node().equals(self));
    }

    private Behavior<Command> trying(Optional<Scheduled> elsewhere) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case Tried(var line) when line.isFinal() -> end(elsewhere, line);
            case Tried(var line) -> {
                if (line.phase() == Progress.Phase.WARNING) {
                    remarks.tell(line);
                }
                yield Behaviors.same();
            }
            case Late() -> end(elsewhere, late());
            case Looked _ -> Behaviors.same();
        });
    }

    private Behavior<Command> end(Optional<Scheduled> elsewhere, Progress line) {
        found.accept(new Found(elsewhere, line));
        return Behaviors.stopped();
    }

    private static Progress late() {
        var text = "the dry run was not done within %d s".formatted(WITHIN.toSeconds());
        return new Progress(Progress.Phase.ASK, text, WITHIN.toMillis(), Progress.Outcome.REFUSED, "", List.of());
    }
}
