package io.github.batonha.supervision.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a warm standby the run of an epoch. Its record says so first: from then on nobody takes it for a standby any more, be it that the
 * order arrives or not.
 */
final class Promotion {

    private static final Logger log = LoggerFactory.getLogger(Promotion.class);
    private static final Duration GONE_WITHIN = Duration.ofSeconds(1);
    private static final Duration STEP = Duration.ofMillis(1);

    /** Keeps the record of a run. */
    interface Recorder {
        void write(Run run) throws IOException;
    }

    private final LiveRun live;
    private final StandbyFiles files;
    private final StartRequest request;

    Promotion(LiveRun live, StandbyFiles files, StartRequest request) {
        this.live = live;
        this.files = files;
        this.request = request;
    }

    /** The run that it is from now on; empty where it is not what would be started now, or the order failed: then it is to end. */
    Optional<Run> carryOut(long epoch, Instant now, Recorder recorder) {
        var promoted = live.run().promoted(epoch, now, request.restarts());
        if (!fits()) {
            return Optional.empty();
        }
        try {
            recorder.write(promoted);
            live.promoted(promoted);
            files.promote(epoch);
            log.info("Promoted process={} pid={} epoch={}", promoted.process(), promoted.pid(), epoch);
            return Optional.of(promoted);
        } catch (IOException e) {
            log.warn("Could not promote process={} pid={}: starts it anew", promoted.process(), promoted.pid(), e);
            return Optional.empty();
        }
    }

    private boolean fits() {
        var differences = live.run().digest().differences(request.digest().get());
        if (!differences.isEmpty()) {
            log.info(
                    "Ends the standby of process={} pid={}: {} changed since it was started",
                    request.process(),
                    live.run().pid(),
                    String.join(", ", differences));
        }
        return differences.isEmpty()
                && !live.isUnfit()
                && live.run().digest().isKnown()
                && live.main().isAlive();
    }

    /** Whether nothing is left of it within a second. */
    boolean endStandby(BooleanSupplier kill) {
        live.ask();
        var end = System.nanoTime() + GONE_WITHIN.toNanos();
        while (!kill.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
        return true;
    }
}
