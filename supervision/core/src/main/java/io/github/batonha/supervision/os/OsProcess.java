package io.github.batonha.supervision.os;

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

    /** What became of a signal. */
    public enum Sent {
        REACHED,
        /** There is no such process any more. */
        GONE,
        /** It is of another user, and this one is not root. */
        FORBIDDEN
    }

    /** Sends a signal to this process, never to another that got its pid. */
    public Sent send(Signal signal) {
        var pidfd = Libc.pidfdOpen(pid);
        if (pidfd == -Libc.ENOSYS) {
            return isAlive() ? sent(Libc.kill(pid, signal.number())) : Sent.GONE;
        }
        if (pidfd < 0) {
            return Sent.GONE;
        }
        try {
            // The descriptor was there first: if the start time fits now, it is this process that the descriptor holds.
            if (!isAlive()) {
                return Sent.GONE;
            }
            return sent(Libc.pidfdSendSignal(pidfd, signal.number()));
        } finally {
            Libc.close(pidfd);
        }
    }

    private static Sent sent(int result) {
        return switch (result) {
            case 0 -> Sent.REACHED;
            case -Libc.EPERM -> Sent.FORBIDDEN;
            default -> Sent.GONE;
        };
    }

    /** As {@link #send}; false where it is gone or not ours to signal. */
    public boolean signal(Signal signal) {
        return send(signal) == Sent.REACHED;
    }

    boolean isThis(ProcStat stat) {
        return stat.startTicks() == startTicks && stat.isAlive();
    }
}
