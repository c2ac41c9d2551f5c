package baton.supervision.os;

/**
 * One process for ever: a pid alone is given to another process sooner or later.
 *
 * @param startTicks clock ticks from the boot of the host to the start of the process
 */
public record OsProcess(long pid, long startTicks) {

    /** Whether it lives. One that has ended and was not waited for does not. */
    public boolean isAlive() {
        return ProcStat.of(pid).filter(this::isThis).isPresent();
    }

    /** Sends a signal to this process, never to another that got its pid. False where it is gone or not ours to signal. */
    public boolean signal(Signal signal) {
        var pidfd = Libc.pidfdOpen(pid);
        if (pidfd < 0) {
            return false;
        }
        try {
            // The descriptor was there first: if the start time fits now, it is this process that the descriptor holds.
            return isAlive() && Libc.pidfdSendSignal(pidfd, signal.number()) == 0;
        } finally {
            Libc.close(pidfd);
        }
    }

    boolean isThis(ProcStat stat) {
        return stat.startTicks() == startTicks && stat.isAlive();
    }
}
