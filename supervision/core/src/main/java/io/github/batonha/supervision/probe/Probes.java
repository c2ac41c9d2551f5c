package io.github.batonha.supervision.probe;

import java.time.Duration;

/**
 * How a process tells, or is found, to be ready and to work.
 *
 * @param startWithin not ready within that time, it counts as failed; zero: it may take as long as it likes
 * @param liveness looked at once it is ready
 * @param watchdog once it is ready, it must say {@code WATCHDOG=1} at least so often; zero: it need not
 * @param hasSocket whether it is given a socket to say such things to
 * @param access who may say them
 */
public record Probes(
        Probe readiness, Duration startWithin, Probe liveness, Duration watchdog, boolean hasSocket, Access access) {

    /** Whose messages are taken, as {@code NotifyAccess=} of systemd. */
    public enum Access {
        MAIN,
        /** Of any process of the run, but that it is stopping: that says the main process of itself alone. */
        ALL
    }

    /** Of which the main process alone may say something. */
    public Probes(Probe readiness, Duration startWithin, Probe liveness, Duration watchdog, boolean hasSocket) {
        this(readiness, startWithin, liveness, watchdog, hasSocket, Access.MAIN);
    }

    /** Otherwise the same. */
    public Probes with(Access other) {
        return new Probes(readiness, startWithin, liveness, watchdog, hasSocket, other);
    }

    /** How often what costs little is looked at while a process starts. */
    public static final Duration OFTEN = Duration.ofMillis(200);

    private static final Duration HELD_EVERY = Duration.ofMillis(100);
    private static final Duration ALIVE_FOR = Duration.ofSeconds(1);
    private static final Probe NO_LIVENESS = new Probe(new Check.None(), Timing.every(Duration.ofSeconds(10)));

    /** What holds where nothing is said: ready when the port accepts, or without one after a second. */
    public static Probes standard(int port) {
        var check = port == 0 ? new Check.Alive(ALIVE_FOR) : new Check.Tcp(port);
        return new Probes(new Probe(check, Timing.every(OFTEN)), Duration.ZERO, NO_LIVENESS, Duration.ZERO, false);
    }

    /** What of this holds while the process waits as a warm standby. It says on its page how far it is, and has no socket. */
    public Probes ofStandby() {
        var held = new Probe(new Check.Held(), Timing.every(HELD_EVERY), true);
        return new Probes(
                readiness.inStandby() ? readiness : held,
                startWithin,
                liveness.inStandby() ? liveness : NO_LIVENESS,
                Duration.ZERO,
                false);
    }

    public boolean hasWatchdog() {
        return watchdog.isPositive();
    }

    public boolean hasLiveness() {
        return !(liveness.check() instanceof Check.None);
    }

    /** Whether the next agent must know that it was ready: else it would be ended for it, or not looked at, or not known again. */
    public boolean isReadinessKept() {
        var isTold = readiness.check() instanceof Check.Notified || readiness.check() instanceof Check.LogLine;
        return isTold || hasLiveness() || hasWatchdog() || hasSocket || startWithin.isPositive();
    }
}
