package io.github.batonha.supervision.run;

import java.time.Instant;

/**
 * One spawn of a process, from then until nothing of it is left. Two of them are the same run if their ids are equal.
 *
 * @param process name of the child spec
 * @param id unique for ever; the run's processes carry it in their environment as BATON_RUN
 * @param pid of the main process, which leads the run's session
 * @param startTicks start time of the main process in clock ticks since boot: with the pid it names one process
 * @param epoch that a primaryOnly run belongs to, {@link #STANDBY} before its promotion, 0 for all others
 * @param startedAt by the steady clock: for what it has lived since, not for people
 * @param restarts automatic restarts of the process up to and with this run
 * @param digest what it was started from
 * @param logs where what it writes begins in its logs
 */
public record Run(
        String process,
        String id,
        long pid,
        long startTicks,
        long epoch,
        Instant startedAt,
        int restarts,
        LaunchDigest digest,
        RunLogs logs) {

    /** Stands in the place of an epoch: a primaryOnly run that was not promoted. */
    public static final long STANDBY = -1;

    /** Of which it is not known what it was started from. */
    public Run(String process, String id, long pid, long startTicks, long epoch, Instant startedAt, int restarts) {
        this(process, id, pid, startTicks, epoch, startedAt, restarts, LaunchDigest.UNKNOWN, RunLogs.UNKNOWN);
    }

    public boolean isPrimaryOnly() {
        return epoch != 0;
    }

    /** Whether it is primaryOnly and was not promoted: it has no lease and does nothing. */
    public boolean isStandby() {
        return epoch == STANDBY;
    }

    /** Whether it stays where what is primaryOnly and not of this epoch ends. */
    boolean outlives(long keptEpoch) {
        return isStandby() || (isPrimaryOnly() && epoch == keptEpoch);
    }

    /** The same run after its promotion, whose work begins now. */
    Run promoted(long to, Instant now, int newRestarts) {
        return new Run(process, id, pid, startTicks, to, now, newRestarts, digest, logs);
    }
}
