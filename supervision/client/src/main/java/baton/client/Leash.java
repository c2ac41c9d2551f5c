package baton.client;

import java.util.Arrays;
import java.util.List;

/**
 * Stands in front of the main class of every JVM that baton starts, and in front of every primaryOnly command:
 *
 * <pre>
 * java … baton.client.Leash MAINCLASS ARGUMENTS…
 * java … baton.client.Leash --command PROGRAM ARGUMENTS…
 * </pre>
 *
 * A process that is not primaryOnly is passed through. One that is starts only while this node's lease page grants its epoch,
 * and is ended, its children first, when the page does so no more.
 */
public final class Leash {

    /** Exit status of a process that was not let start: no page, or a page that does not grant its epoch. */
    public static final int EXIT_REFUSED = 90;

    /** Exit status of a process that was ended because its lease had. */
    public static final int EXIT_LEASE_ENDED = 91;

    private static final int EXIT_USAGE = 64;

    private Leash() {}

    /** Throws what the main class throws. */
    public static void main(String[] args) throws Throwable {
        boolean isCommand = args.length > 0 && args[0].equals("--command");
        if (args.length == 0 || (isCommand && args.length == 1)) {
            System.err.println("usage: java baton.client.Leash MAINCLASS ARGUMENTS… | --command PROGRAM ARGUMENTS…");
            System.exit(EXIT_USAGE);
        }
        if (System.getenv("BATON_PRIMARY_ONLY") != null) {
            watch();
        }
        if (isCommand) {
            CommandParent.run(List.of(args).subList(1, args.length));
        } else {
            MainClass.call(args[0], Arrays.copyOfRange(args, 1, args.length));
        }
    }

    private static void watch() {
        try {
            LeaseWatch.start(Lease.of(System.getenv()));
        } catch (Lease.Refused | OutOfMemoryError e) {
            System.err.println("baton: not started, exit status " + EXIT_REFUSED + ": " + e.getMessage());
            System.exit(EXIT_REFUSED);
        }
    }
}
