package io.github.batonha.actors.process;

import io.github.batonha.actors.launch.Starts;
import java.time.Instant;
import java.time.InstantSource;

/** The permit of one process to be on its way among all others of the node. Part of its process actor: only that one calls it, but where said. */
final class StartPermit implements Starts.Applicant {

    private final Starts starts;
    private final InstantSource clock;
    private final Runnable turnCame;
    private boolean isAsked;

    /** @param turnCame run by any thread when it is worth asking again; must not block */
    StartPermit(Starts starts, InstantSource clock, Runnable turnCame) {
        this.starts = starts;
        this.clock = clock;
        this.turnCame = turnCame;
    }

    @Override
    public void turnCame() {
        turnCame.run();
    }

    /** Takes it, or waits for it. */
    boolean take() {
        isAsked = true;
        return starts.begin(this, clock.instant());
    }

    /** Takes it, or does not wait for it. Any thread; the actor is then told by {@link #wasTaken}. */
    boolean tryTake(Instant now) {
        return starts.tryBegin(this, now);
    }

    void wasTaken() {
        isAsked = true;
    }

    void giveBack() {
        if (isAsked) {
            isAsked = false;
            starts.end(this);
        }
    }

    /** Also one that was taken for it, and of which it has not heard. */
    void close() {
        isAsked = false;
        starts.end(this);
    }
}
