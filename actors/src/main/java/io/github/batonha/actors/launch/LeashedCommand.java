package io.github.batonha.actors.launch;

import io.github.batonha.supervision.os.ProcStat;

/** The leash of a primaryOnly command: a JVM whose child is the program that the definition names. */
public final class LeashedCommand {

    private LeashedCommand() {}

    /** Also one that a release started whose packages had other names. */
    public static boolean isLeash(long pid) {
        return ProcStat.command(pid).contains(".client.Leash --command ");
    }

    /** Whether the second is the program that the first one, a leash, holds. */
    public static boolean isHeldBy(long leash, long pid) {
        return ProcStat.of(pid).filter(stat -> stat.parent() == leash).isPresent() && isLeash(leash);
    }
}
