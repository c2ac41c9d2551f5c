package io.github.batonha.supervision.primary.protocol;

/** A simulated process of the application. */
final class SimProcess {

    /** What the record of a warm standby says in place of an epoch. */
    static final long STANDBY = -1;

    private static final long HELD = 0;

    /** Which process of the definition it is: one host never runs two of one. */
    final int slot;

    /** The epoch that it belongs to by its record, which outlives any agent. */
    long recorded;

    /** What it works under. */
    private long epoch;

    boolean isStopped;

    private SimProcess(int slot, long recorded, long epoch) {
        this.slot = slot;
        this.recorded = recorded;
        this.epoch = epoch;
    }

    /** Works from its start on. */
    static SimProcess cold(int slot, long epoch) {
        return new SimProcess(slot, epoch, epoch);
    }

    /** Has started, and waits for its promotion. */
    static SimProcess standby(int slot) {
        return new SimProcess(slot, STANDBY, HELD);
    }

    boolean isStandby() {
        return recorded == STANDBY;
    }

    /** Does nothing of the application yet, whatever its record says. */
    boolean isHeld() {
        return epoch == HELD;
    }

    void work(long under) {
        epoch = under;
    }

    long epoch() {
        return epoch;
    }
}
