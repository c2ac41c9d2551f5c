package io.github.batonha.actors.primary;

import io.github.batonha.actors.api.ProcessStatus;
import io.github.batonha.actors.supervisor.LocalProcesses;
import io.github.batonha.actors.supervisor.PrimaryOnly;
import io.github.batonha.supervision.primary.model.Epoch;
import io.github.batonha.supervision.primary.protocol.Event;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and ends the primaryOnly processes of the active epoch, and sees that nothing of them is left. Belongs to one actor. */
final class PrimaryProcesses {

    private static final Logger log = LoggerFactory.getLogger(PrimaryProcesses.class);

    /** What the actor hears back. */
    sealed interface News {

        /** Stopped in order; the page is revoked, and nothing primaryOnly lives on this node. */
        record Released(long epoch) implements News {}

        /** Nothing primaryOnly lives on this node. */
        record Swept(Epoch epoch) implements News {}

        record SweepFailed(Epoch epoch, Throwable why) implements News {}

        /** The actor of the processes ended, which it does not do by itself. */
        record ActorEnded(long epoch) implements News {}

        /** What a primaryOnly process says of itself. */
        record Reported(ProcessStatus status) implements News {}
    }

    private sealed interface Progress {
        record Running() implements Progress {}

        record Stopping(Epoch epoch) implements Progress {}

        record Sweeping(Epoch epoch) implements Progress {}
    }

    private final ActorContext<PrimaryActor.Command> context;
    private final PrimaryDeps deps;
    private final ActorRef<PrimaryOnly.Released> released;
    private final ActorRef<ProcessStatus> reports;
    private @Nullable ActorRef<PrimaryOnly.Command> actor;
    private Progress progress = new Progress.Running();
    private int spawned;

    PrimaryProcesses(ActorContext<PrimaryActor.Command> context, PrimaryDeps deps) {
        this.context = context;
        this.deps = deps;
        this.released = context.messageAdapter(
                PrimaryOnly.Released.class, answer -> new PrimaryActor.Progressed(new News.Released(answer.epoch())));
        this.reports = context.messageAdapter(
                ProcessStatus.class, status -> new PrimaryActor.Progressed(new News.Reported(status)));
    }

    void start(Epoch epoch) {
        progress = new Progress.Running();
        spawn(epoch.number());
    }

    /** Its actor ended, which it does not do by itself: the next one adopts the processes, or their end goes on without. */
    void actorEnded(long epoch) {
        switch (progress) {
            case Progress.Running()
            when actor != null -> {
                log.error("The actor of primaryOnly processes ended epoch={}: starts another", epoch);
                spawn(epoch);
            }
            case Progress.Stopping(Epoch stopping) -> sweep(stopping);
            case Progress.Running(), Progress.Sweeping _ -> {} // Not ours any more.
        }
    }

    private void spawn(long epoch) {
        var name = "primary-only-%d-%d".formatted(epoch, ++spawned);
        var next = context.spawn(
                PrimaryOnly.create(
                        deps.processes(),
                        epoch,
                        reports,
                        () -> deps.hold().keeper().revoke()),
                name);
        actor = next;
        context.watchWith(next, new PrimaryActor.Progressed(new News.ActorEnded(epoch)));
        deps.local().tell(new LocalProcesses.PrimaryGained(epoch, next));
    }

    /** May be called again until the end has been reported, and to hurry. */
    void end(Epoch epoch, boolean atOnce) {
        if (progress instanceof Progress.Sweeping || (progress instanceof Progress.Stopping && !atOnce)) {
            return; // Under way.
        }
        var running = actor;
        if (running == null || atOnce) {
            sweep(epoch);
        } else {
            progress = new Progress.Stopping(epoch);
            running.tell(new PrimaryOnly.Release(released));
        }
    }

    void released(long epoch) {
        if (progress instanceof Progress.Stopping stopping && stopping.epoch().number() == epoch) {
            progress = new Progress.Sweeping(stopping.epoch());
            dismiss();
            context.getSelf().tell(new PrimaryActor.Progressed(new News.Swept(stopping.epoch())));
        }
    }

    /** The page first, so that what hides from the sweep ends by its leash. */
    private void sweep(Epoch epoch) {
        progress = new Progress.Sweeping(epoch);
        deps.hold().keeper().revoke();
        dismiss();
        var runs = deps.processes().runs();
        var sweep = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        runs.endPrimaryOnly(0, Duration.ZERO);
                        return epoch;
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new IllegalStateException("interrupted while primaryOnly processes were being ended", e);
                    }
                },
                deps.processes().blocking());
        context.pipeToSelf(
                sweep,
                (ended, failure) -> new PrimaryActor.Progressed(
                        failure == null ? new News.Swept(epoch) : new News.SweepFailed(epoch, failure)));
    }

    private void dismiss() {
        var running = actor;
        if (running != null) {
            actor = null;
            context.unwatch(running);
            context.stop(running);
            deps.local().tell(new LocalProcesses.PrimaryLost());
        }
    }

    Event swept(News.Swept swept) {
        progress = new Progress.Running();
        return new Event.ProcessesGone(swept.epoch());
    }

    /** Tried again by the next tick. */
    void sweepFailed(News.SweepFailed failed) {
        log.error(
                "Could not see whether primaryOnly processes of epoch={} are gone; looks again",
                failed.epoch(),
                failed.why());
        progress = new Progress.Running();
    }
}
