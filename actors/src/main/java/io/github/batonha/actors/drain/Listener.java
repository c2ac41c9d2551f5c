package io.github.batonha.actors.drain;

import io.github.batonha.actors.api.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Whoever ordered something of a drain, and waits for how it ends. */
record Listener(ActorRef<Progress> to, Instant since, InstantSource clock) {

    static Listener of(ActorRef<Progress> to, InstantSource clock) {
        return new Listener(to, clock.instant(), clock);
    }

    void say(Progress.Phase phase, String text) {
        to.tell(new Progress(phase, text, elapsedMillis(), Progress.Outcome.RUNNING, "", List.of()));
    }

    void end(boolean isDone, String text, String remedy) {
        var outcome = isDone ? Progress.Outcome.DONE : Progress.Outcome.REFUSED;
        to.tell(new Progress(Progress.Phase.DRAIN, text, elapsedMillis(), outcome, remedy, List.of()));
    }

    private long elapsedMillis() {
        return Math.max(0, Duration.between(since, clock.instant()).toMillis());
    }
}
