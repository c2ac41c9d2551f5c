package io.github.batonha.client;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of the main class of every JVM that baton starts, and in front of every primaryOnly command:
 *
 * <pre>
 * java … io.github.batonha.client.Leash MAINCLASS ARGUMENTS…
 * java … io.github.batonha.client.Leash --command PROGRAM ARGUMENTS…
 * </pre>
 *
 * A process that is not primaryOnly is passed through. One that is starts only while this node's lease page grants its epoch,
 * and is ended, its children first, when the page does so no more. One that is a warm standby waits for its promotion first.
 */
public final class Leash {

    /** Exit status of a process that was not let start, because the page does not grant its epoch now. */
    public static final int EXIT_REFUSED = LeaseExit.REFUSED;

    /** Exit status of a process that was ended because its lease had passed the deadline: nobody renewed it. */
    public static final int EXIT_EXPIRED = LeaseExit.EXPIRED;

    /** Exit status of a process that was ended because the node gave the lease up, or began another epoch. */
    public static final int EXIT_REVOKED = LeaseExit.REVOKED;

    /** Exit status where there is no page: not started, or ended at the deadline of a page that was deleted meanwhile. */
    public static final int EXIT_PAGE_MISSING = LeaseExit.PAGE_MISSING;

    /** Exit status where the page can't be read: not started, or ended at the last deadline that could be. */
    public static final int EXIT_PAGE_DAMAGED = LeaseExit.PAGE_DAMAGED;

    /** Exit status where the page was written before the machine last started. */
    public static final int EXIT_OTHER_BOOT = LeaseExit.OTHER_BOOT;

    /** Exit status of a process that was ended at the deadline of a page in whose place another file was put meanwhile. */
    public static final int EXIT_PAGE_REPLACED = LeaseExit.PAGE_REPLACED;

    /** Property of a primaryOnly JVM that holds its epoch, when its work begins. */
    static final String EPOCH = "baton.epoch";

    private static final int EXIT_USAGE = 64;

    /** As {@link HeldJvm#VARIABLE}, whose class most processes never load. */
    private static final String STANDBY = "BATON_STANDBY";

    private Leash() {}

    /** Throws what the main class throws. */
    public static void main(String[] args) throws Throwable {
        boolean isCommand = args.length > 0 && args[0].equals("--command");
        if (args.length == 0 || (isCommand && args.length == 1)) {
            System.err.println(
                    "usage: java io.github.batonha.client.Leash MAINCLASS ARGUMENTS… | --command PROGRAM ARGUMENTS…");
            System.exit(EXIT_USAGE);
        }
        boolean isPrimaryOnly = System.getenv("BATON_PRIMARY_ONLY") != null;
        if (isCommand) {
            if (isPrimaryOnly) {
                watch();
            }
            CommandParent.run(List.of(args).subList(1, args.length));
            return;
        }
        Class<?> main = MainClass.load(args[0]);
        if (isPrimaryOnly && !isStandby(main)) {
            watch();
        }
        MainClass.call(main, Arrays.copyOfRange(args, 1, args.length));
    }

    /** Whether this process is a warm standby: then it is promoted when this returns, or waits for that by itself. */
    private static boolean isStandby(Class<?> main) {
        if (System.getenv(STANDBY) == null) {
            return false;
        }
        @Nullable HeldJvm standby = HeldJvm.of(System.getenv());
        if (standby == null) {
            return false;
        }
        if (main.isAnnotationPresent(AwaitsPrimary.class)) {
            standby.awaitPromotionBeside(Leash::refuse);
        } else {
            standby.awaitPromotion(Leash::refuse);
        }
        return true;
    }

    private static void watch() {
        try {
            var lease = Lease.of(System.getenv());
            LeaseWatch.start(lease);
            System.setProperty(EPOCH, Long.toString(lease.epoch()));
        } catch (Lease.Refused e) {
            refuse(e.exit(), e.getMessage());
        } catch (OutOfMemoryError e) {
            refuse(EXIT_REFUSED, "the leash needs a thread and 1 MB of heap: " + e.getMessage());
        }
    }

    private static void refuse(int exit, @Nullable String why) {
        System.err.println("baton: not started, exit status " + exit + ": " + why);
        System.exit(exit);
    }
}
